"""What is kept beside the actions: decisions, referrals, and items for later."""

from collections.abc import Sequence

from bot.domain.boards import Board
from bot.domain.minutes import ProposalKind, Resolution
from bot.messages import Block, Button, Buttons, Heading, Paragraph, View
from bot.views.buttons import button_id
from bot.views.minutes import KIND_NAMES, minute_words
from bot.views.words import counted, day_words, quoted, runs, shortened, strong

PAGE = 12

_OTHERS = (
    (ProposalKind.DECISION, "Decisions"),
    (ProposalKind.REFERRAL, "Referrals"),
    (ProposalKind.FORWARD, "Items for later"),
)


def kept_view(
    kind: ProposalKind, found: Sequence[tuple[Board, Resolution]], page: int, *, many: bool
) -> View:
    """One page, the latest meeting's first, each with its minute and the words of it. `many` names the boards too."""
    title = counted(len(found), *KIND_NAMES[kind]).capitalize()
    first = page * PAGE if page * PAGE < len(found) else 0
    at_hand = found[first : first + PAGE]
    if not found:
        title = f"No {KIND_NAMES[kind][1]}"
    elif not many:
        title = f"{found[0][0].name} · {title}"
    blocks: list[Block] = [Heading(text=title)]
    if not found:
        blocks.append(
            Paragraph(lines=(runs("They come out of minutes: “minutes” and the file brings some in."),))
        )
    meeting: object = ()
    for board, one in at_hand:
        head = (board.id, one.meeting)
        if head != meeting:
            day = f"Meeting of {day_words(one.meeting, None)}" if one.meeting else "Of no day known"
            words = f"{board.name} · {day}" if many else day
            blocks.append(Paragraph(lines=((strong(words),),)))
            meeting = head
        blocks.append(_row(one))
    blocks.append(Buttons(buttons=_buttons(kind, first // PAGE, len(found))))
    return View(line=f"{title}.", blocks=tuple(blocks))


def _row(one: Resolution) -> Paragraph:
    facts = [f"to {one.others}"] if one.others else []
    if one.minute:
        facts.append(minute_words(one.minute))
    head = runs(strong(shortened(one.what, 200)), *(f" · {fact}" for fact in facts))
    said = " ".join(one.words.split())
    again = said.casefold().strip(" .“”") == one.what.casefold().strip(" .")
    return Paragraph(lines=(head,) if again else (head, runs(quoted(said, 280))))


def _buttons(kind: ProposalKind, page: int, total: int) -> tuple[Button, ...]:
    found = []
    if page:
        found.append(Button(id=button_id("kept", kind.value, page - 1), label="Earlier"))
    rest = total - (page + 1) * PAGE
    if rest > 0:
        label = f"Next {min(PAGE, rest)}"
        found.append(Button(id=button_id("kept", kind.value, page + 1), label=label, main=True))
    found += [
        Button(id=button_id("kept", other.value, 0), label=words)
        for other, words in _OTHERS
        if other is not kind
    ]
    return tuple(found)
