"""People picked from a team's own, by names short enough for a message.

Teams' ids have about ninety characters, and each field names everybody: with them a team of fifty is too much for
one message.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping

from bot.messages import FormField, Inbound, Option, Reply

Value = str | tuple[str, ...]


def offered(inbound: Inbound, reply: Reply) -> Reply:
    """The same reply; a field of people in which nobody is offered has the team's, as the platform's directory."""
    if reply.form is None or not inbound.people:
        return reply
    people = _options(inbound)
    short = {p.id: _short(p.id) for p in inbound.people}

    def filled(field: FormField) -> FormField:
        if field.kind != "people" or field.options:
            return field
        return field.model_copy(update={"options": people, "value": _each(field.value, short)})

    form = reply.form.model_copy(update={"fields": tuple(map(filled, reply.form.fields))})
    return reply.model_copy(update={"form": form})


def put_back(inbound: Inbound) -> Inbound:
    """What came of it: whoever was picked has their own id again."""
    press = inbound.press
    if press is None or press.values is None:
        return inbound
    own = {_short(p.id): p.id for p in inbound.people}
    values = {name: _each(value, own) for name, value in press.values.items()}
    return inbound.model_copy(update={"press": press.model_copy(update={"values": values})})


def _options(inbound: Inbound) -> tuple[Option, ...]:
    """The asker first, then by name; namesakes with their addresses."""
    names = Counter(p.name for p in inbound.people)
    people = sorted(inbound.people, key=lambda p: (p.id != inbound.author.id, p.name.casefold()))
    return tuple(
        Option(value=_short(p.id), label=f"{p.name} ({p.email})" if names[p.name] > 1 and p.email else p.name)
        for p in people
    )


def _short(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()[:10]


def _each(value: Value, names: Mapping[str, str]) -> Value:
    return value if isinstance(value, str) else tuple(names.get(one, one) for one in value)
