"""Which command an intent is."""

from collections.abc import Callable
from typing import Any

from bot.commands import (
    absences,
    adding,
    answering,
    closing,
    digesting,
    handing,
    listing,
    meetings,
    minuting,
    progress,
    setting_up,
    settings,
    snoozing,
    terms,
    undoing,
)
from bot.commands.session import Session
from bot.commands.several import several
from bot.language import intents as i
from bot.messages import Reply
from bot.views import guides


def dispatch(session: Session, intent: i.Intent) -> Reply:
    """Handle the intent."""
    return _COMMANDS[type(intent)](session, intent)


_COMMANDS: dict[type, Callable[[Session, Any], Reply]] = {
    i.Add: adding.add,
    i.ListActions: listing.list_actions,
    i.Find: listing.find,
    i.HowItStands: listing.stands,
    i.NextPage: listing.next_page,
    i.Aside: listing.aside,
    i.Show: listing.show,
    i.ShowHistory: listing.show_history,
    i.Done: progress.done,
    i.Close: lambda session, said: (closing.close_all if said.everything else progress.close)(session, said),
    i.Reopen: progress.reopen,
    i.Drop: progress.drop,
    i.GiveUpdate: progress.give_update,
    i.Begin: progress.begin,
    i.Wait: progress.wait,
    i.Disown: progress.disown,
    i.SetDue: terms.set_due,
    i.Assign: terms.assign,
    i.HandOver: handing.hand_over,
    i.AddOwners: handing.add_owners,
    i.TakeOff: handing.take_off,
    i.Several: several,
    i.OwnWords: lambda session, said: dispatch(session, answering.answer(session, said.words)),
    i.Edit: terms.edit,
    i.UndoLast: lambda session, _: undoing.undo_last(session),
    i.PostDigest: digesting.digest,
    i.ReadMinutes: minuting.read,
    i.ListKept: minuting.list_kept,
    i.Help: listing.help_,
    i.ListPeople: setting_up.list_people,
    i.AddPerson: setting_up.add_person,
    i.ListMeetings: meetings.list_meetings,
    i.AddMeeting: meetings.add_meeting,
    i.LinkBoard: listing.link_board,
    i.LinkAccounts: lambda session, _: session.reply(guides.help_view("link", direct=session.in_direct)),
    i.UnlinkAccount: lambda session, _: session.reply(guides.help_view("link", direct=session.in_direct)),
    i.RemovePerson: setting_up.take_off,
    i.MoveMeeting: meetings.move_meeting,
    i.CancelMeeting: meetings.cancel_meeting,
    i.Settings: settings.settings,
    i.Away: absences.away,
    i.Back: absences.back,
    i.Snooze: snoozing.snooze,
    i.Unsnooze: snoozing.unsnooze,
    i.Mute: absences.mute,
    i.Unmute: absences.unmute,
    i.Courtesy: listing.courtesy,
    i.Unknown: listing.unknown,
}
