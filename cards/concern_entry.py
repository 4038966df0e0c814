"""The cards of the register of children of concern: its list, an entry with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, complaint, execute, facts, said, typed, typed_whole
from cards.room import size
from cards.verbs import CONCERN, FORM, Verb
from domain.calendar import spoken_day
from domain.words import ConcernAct

# In bytes: two accounts and a response, whole for anybody who writes English, and a history beside them.
_ROOM_EACH = 10_000
_ROOM_OF_REASON = 1_000
MOST_LINES = 10
# What moves an entry on, in the order of its course.
ONWARD = (ConcernAct.RESPOND, ConcernAct.ACCEPT, ConcernAct.SIGN_OFF, ConcernAct.PLACE)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it is listed.

    Attributes:
        days_open: since it was raised.
        waits_for: whom it waits for, in words with their names.
        due: the sentence about its response's due day; "" once it has one.
        is_late: whether that day has passed without a response.
        action: the act that answers it where it stands, and its title; None where there is none for the reader.
    """

    concern_id: int
    ref: str
    case_ref: str
    team: str
    category: int
    days_open: int
    stands: str
    waits_for: str
    due: str
    is_late: bool
    action: tuple[str, str] | None = None


def _open_button(line: EntryLine) -> Button:
    return Button(
        "Open", Verb.CONCERN_ENTRY, {CONCERN: line.concern_id}, sends_inputs=False, tooltip=f"Open: {line.ref}"
    )


def act_button(concern_id: int, act: str, title: str, *, asks: bool, of: str = "", is_main: bool = False) -> Button:
    """The button of an act: of one that wants words it opens their form."""
    verb = Verb.CONCERN_FORM_OF if asks else Verb.ACT_ON_CONCERN
    tooltip = f"{title}: {of}" if of else ""
    style: Literal["default", "positive"] = "positive" if is_main else "default"
    data: dict[str, str | int] = {CONCERN: concern_id, FORM: act}
    return Button(title, verb, data, sends_inputs=False, style=style, tooltip=tooltip)


def _age(days: int) -> str:
    return "since today" if days == 0 else f"for {days} day{'' if days == 1 else 's'}"


def _line(line: EntryLine, answer: Button | None, card_id: str) -> Container:
    title = f"Category {line.category}: reference {line.case_ref}, {line.team}"
    told: list[CardElement] = [said(title, bold=True)]
    told.append(said(f"Open {_age(line.days_open)}. It {line.stands}. {line.waits_for}".strip()))
    if line.due:
        told.append(complaint(line.due) if line.is_late else said(line.due))
    wanted = [_open_button(line), *([answer] if answer else [])]
    return Container(separator=True, items=[*told, buttons(card_id, *wanted)])


@dataclass(frozen=True, slots=True)
class Register:
    """The register as its reader sees it.

    Attributes:
        title: of the card.
        words: what it is, in a sentence of ours.
        count, first: how many entries are open, and how many of those are category 1.
        lines: those shown here, category 1 first, of a category the oldest.
        answers: the button that answers each, or None.
        more_after: where the next ones begin; None where there are none.
    """

    title: str
    words: str
    count: int
    first: int
    lines: Sequence[EntryLine]
    answers: Sequence[Button | None]
    more_after: int | None = None


def register_card(view: Register, card_id: str) -> AdaptiveCard:
    """The open entries, category 1 first, of a category the oldest."""
    one = view.count == 1
    counted = f"{view.count} open entr{'y' if one else 'ies'}, {view.first} of category 1." if view.count else ""
    body: list[CardElement] = [said(view.words)] if view.words else []
    body.append(said(counted or "No child of concern is open here."))
    body += [_line(line, answer, card_id) for line, answer in zip(view.lines, view.answers, strict=True)]
    more = Button("More", Verb.CONCERNS, {"after": view.more_after or 0}, sends_inputs=False)
    actions = [] if view.more_after is None else [execute(more, card_id)]
    return card(view.title, body, actions, fallback=f"{view.title}. {counted or 'None is open here.'}")


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as whoever acts on it sees it.

    Attributes:
        facts: names and values, in the order in which they are read.
        late: the sentence that the response is late, or was; "" where it is not.
        immediate_risk, what_is_wrong: what the audit said of the child.
        response: the response that stands, and whose it is; "" where there is none.
        sent_back: why the last response was sent back, where it was.
        history: what happened, the latest first, a sentence each, with its words or nothing.
        actions: what the reader can do: act, title, whether it asks for words.
        note: what was just done, or why it could not be.
        unsent: what was typed and could not be sent.
    """

    concern_id: int
    ref: str
    facts: Sequence[tuple[str, str]]
    late: str = ""
    immediate_risk: str = ""
    what_is_wrong: str = ""
    response: str = ""
    sent_back: str = ""
    history: Sequence[tuple[str, str]] = ()
    more_history: int = 0
    actions: Sequence[tuple[str, str, bool]] = ()
    note: str = ""
    unsent: str = ""


def _told(title: str, text: str) -> list[CardElement]:
    """A text below its title, whole unless it is longer than any that can be written here."""
    if not text:
        return []
    start = text
    while size(start) > _ROOM_EACH:
        start = start[: len(start) * _ROOM_EACH // (size(start) + 1)]
    rest = [] if start == text else [said("The rest is kept, and in QA's export.", quiet=True)]
    return [said(title, bold=True), *typed_whole(start), *rest]


def _history(view: EntryView) -> list[CardElement]:
    lines: list[CardElement] = [said("What happened, the latest first", bold=True)]
    for what, words in view.history:
        lines.append(said(what))
        lines += [typed(words, _ROOM_OF_REASON)] if words else []
    return lines + ([said(f"And {view.more_history} earlier.", quiet=True)] if view.more_history else [])


def entry_card(view: EntryView, card_id: str) -> AdaptiveCard:
    """An entry: what was found, what was done about it, and what its reader can do now."""
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body += _told("What you had typed, which was not sent", view.unsent)
    body.append(facts(view.facts))
    body += [complaint(view.late)] if view.late else []
    body += _told("Said as an immediate concern", view.immediate_risk)
    body += _told("What the audit found wrong", view.what_is_wrong)
    body += _told("Why the response was sent back", view.sent_back)
    body += _told("The response", view.response)
    body += _history(view)
    wanted = [
        act_button(view.concern_id, act, title, asks=asks, is_main=act in ONWARD) for act, title, asks in view.actions
    ]
    wanted.append(Button("All entries", Verb.CONCERNS, sends_inputs=False))
    return card(
        f"Child of concern {view.ref}",
        body,
        [execute(button, card_id) for button in wanted],
        fallback="Where a child of concern stands, and what can be done about it. Open this chat to read it.",
    )


def since_when(day: date, days: int) -> str:
    """A day with how long ago it is: `Friday 20 November 2026 (12 days ago)`."""
    if days <= 0:
        return f"{spoken_day(day)} (today)" if days == 0 else spoken_day(day)
    return f"{spoken_day(day)} ({days} day{'' if days == 1 else 's'} ago)"
