"""Slack's own notation: made inert on its way out, and read on its way in."""

_ENTITIES = (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))


def escape(text: str) -> str:
    """The three characters Slack's notation is made of.

    https://docs.slack.dev/messaging/formatting-message-text/#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    for entity, character in reversed(_ENTITIES):
        text = text.replace(entity, character)
    return text
