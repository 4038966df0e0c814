"""Exemptions by typing alone: asking for one, answering a request by its number, looking at a month's register."""

from collections.abc import Callable

from cards.verbs import MONTH, REQUEST, Verb
from dialogs.exemptions import form_with, send
from dialogs.exemptions_approval import approve, decline, decline_form, undo
from dialogs.exemptions_register import register
from dialogs.turn import Press, Reply, Turn, Viewer
from domain.typed_exemptions import (
    Answer,
    TypedAnswer,
    TypedAsking,
    month_meant,
    read_answer,
    read_asking,
    read_register,
)
from domain.words import Role

# The register looks back: a month named without its year is the last one, or the next month.
_NEXT = 1

Typed = Callable[[Turn, Press], Reply]


def typed_about_exemptions(text: str, viewer: Viewer) -> Typed | None:
    """What a typed message asks about exemptions; None where it is about something else."""
    asking, answer = read_asking(text), read_answer(text)
    if asking is not None:
        return lambda turn, _press: _ask(turn, asking)
    if answer is not None:
        return lambda turn, _press: _answer(turn, answer)
    month = read_register(text) if viewer.is_a(Role.QA) else None
    return None if month is None else lambda turn, _press: _register(turn, month)


def _ask(turn: Turn, asking: TypedAsking) -> Reply:
    """Ask for it where the month and the kind are said; else the form, with what was said in it."""
    month = "" if asking.month is None else month_meant(asking.month, turn.today)
    kind = "" if asking.kind is None else asking.kind.value
    given = {key: value for key, value in (("month", month), ("kind", kind), ("why", asking.why)) if value}
    return send(turn, Press(Verb.SEND_EXEMPTION, {}, given)) if month and kind else form_with(turn, given)


def _answer(turn: Turn, said: TypedAnswer) -> Reply:
    data = {REQUEST: str(said.number)}
    if said.answer is Answer.APPROVE:
        return approve(turn, Press(Verb.APPROVE_EXEMPTION, data))
    if said.answer is Answer.UNDO:
        return undo(turn, Press(Verb.UNDO_EXEMPTION, data))
    if not said.why:
        return decline_form(turn, Press(Verb.DECLINE_EXEMPTION_FORM, data))
    return decline(turn, Press(Verb.DECLINE_EXEMPTION, data, {"why": said.why}))


def _register(turn: Turn, typed: str) -> Reply:
    month = month_meant(typed, turn.today, _NEXT) if typed else ""
    return register(turn, Press(Verb.EXEMPTIONS_OF_MONTH, {MONTH: month}))
