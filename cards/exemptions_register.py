"""QA's register of a month's exemptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, execute, facts, said, typed
from cards.verbs import EXEMPTION, FIRST, MONTH, Verb
from domain.calendar import spoken_day, spoken_month
from domain.exemptions import KIND_WORDS
from domain.words import ExemptionKind

MOST_SHOWN = 10
# For what somebody wrote, in bytes: ten of them fit into a card.
_ROOM = 600


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """An exemption of the register. `reason` is empty for health; `source` is `chat` or `import`."""

    id: int
    name: str
    kind: ExemptionKind
    reason: str
    authorised_by: str
    authorised_on: date
    source: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A month's register.

    Attributes:
        lines: those shown, from the `first` on.
        count: how many there are in all.
        waiting: how many requests for the month wait for an answer.
        note: what was just done.
    """

    month: str
    before: str
    after: str
    lines: Sequence[RegisterLine]
    first: int
    count: int
    waiting: int
    note: str = ""


def _line(line: RegisterLine, card_id: str) -> Container:
    source = "the workbook" if line.source == "import" else "Teams"
    pairs = [("Name", line.name), ("Kind", KIND_WORDS[line.kind]), ("By", line.authorised_by or "nobody named")]
    items: list[CardElement] = [facts([*pairs, ("On", f"{spoken_day(line.authorised_on)}, from {source}")])]
    items += [typed(line.reason, _ROOM)] if line.reason else []
    end = Button(
        "End it", Verb.END_EXEMPTION_FORM, {EXEMPTION: line.id}, sends_inputs=False, tooltip=f"End it: {line.name}"
    )
    return Container(separator=True, items=[*items, buttons(card_id, end)])


def register_button(title: str, month: str, first: int = 0) -> Button:
    """The way to a month's register."""
    return Button(title, Verb.EXEMPTIONS_OF_MONTH, {MONTH: month, FIRST: first}, sends_inputs=False)


def register_card(view: RegisterView, card_id: str) -> AdaptiveCard:
    """Who is exempt for a month, by name, a page at a time."""
    month = spoken_month(view.month)
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body.append(said(f"Exempt: {view.count}. Requests that wait for an answer: {view.waiting}."))
    body += [_line(line, card_id) for line in view.lines]
    end = view.first + len(view.lines)
    more = [register_button("More", view.month, end)] if end < view.count else []
    record = Button("Record one", Verb.RECORD_EXEMPTION_FORM, {MONTH: view.month}, sends_inputs=False)
    months = [register_button(spoken_month(one), one) for one in (view.before, view.after)]
    return card(
        f"Exemptions for {month}",
        body,
        [execute(one, card_id) for one in (*more, record, *months)],
        fallback=f"Exempt for {month}: {view.count}. Type 'exemptions' and a month to see another.",
    )
