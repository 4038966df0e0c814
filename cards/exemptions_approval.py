"""The cards of whoever answers a request for an exemption: who asks, what it would change, yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, complaint, execute, facts, said, text_input, typed
from cards.verbs import DAY, REQUEST, Verb
from domain.calendar import spoken_day, spoken_month
from domain.exemptions import KIND_WORDS, RequestStatus
from domain.free_text import SHORT_TEXT
from domain.words import ExemptionKind

_LIST = Button("All requests", Verb.EXEMPTION_REQUESTS, sends_inputs=False)
MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as whoever answers it sees it.

    Attributes:
        reason: theirs; empty for health, of which nobody sees more than the word.
        history: a line a financial year, with how many exemptions.
        rates: what approving would do to the month's rates, a sentence each.
        stands: what became of it, as a sentence; empty while it waits.
        answer: why it was declined.
        may_undo: whether what was decided may still be undone.
        day: the day of the digest from which it is looked at, as `2026-11-24`; empty where it is from none.
    """

    id: int
    name: str
    month: str
    kind: ExemptionKind
    asked_on: date
    status: RequestStatus
    reason: str = ""
    history: Sequence[tuple[str, str]] = ()
    rates: Sequence[str] = ()
    stands: str = ""
    answer: str = ""
    may_undo: bool = False
    day: str = ""


def _facts(view: RequestView) -> CardElement:
    pairs = [("Request", str(view.id)), ("Who asks", view.name), ("Month", spoken_month(view.month))]
    return facts([*pairs, ("Kind", KIND_WORDS[view.kind]), ("Asked", spoken_day(view.asked_on))])


def _data(view: RequestView) -> dict[str, str | int]:
    return {REQUEST: view.id, **({DAY: view.day} if view.day else {})}


def _ways(view: RequestView) -> list[Button]:
    data = _data(view)
    if view.status is RequestStatus.ASKED:
        yes = Button("Approve", Verb.APPROVE_EXEMPTION, data, sends_inputs=False, style="positive")
        return [yes, Button("Decline", Verb.DECLINE_EXEMPTION_FORM, data, sends_inputs=False)]
    return [Button("Undo", Verb.UNDO_EXEMPTION, data, sends_inputs=False)] if view.may_undo else []


def request_card(view: RequestView, card_id: str) -> AdaptiveCard:
    """A request with what helps to decide it; once it is decided, what became of it."""
    body: list[CardElement] = [said(view.stands, bold=True)] if view.stands else []
    body.append(_facts(view))
    body += [said("In their words:", bold=True), typed(view.reason)] if view.reason else []
    body += [said("Why it was declined:", bold=True), typed(view.answer)] if view.answer else []
    if view.history:
        body += [said("Exemptions they have had", bold=True), facts(view.history)]
    if view.rates:
        body += [said("If you approve it", bold=True), *(said(words) for words in view.rates)]
    back = Button("Back to the list", Verb.DIGEST, {DAY: view.day}, sends_inputs=False)
    wanted = [*_ways(view), back if view.day else _LIST]
    fallback = f"A request for an exemption. Type 'exemption requests' to see it, or 'approve {view.id}'."
    actions = [execute(one, card_id) for one in wanted]
    return card("A request for an exemption", body, actions, fallback=fallback)


def decline_card(view: RequestView, given: str, wrong: str, card_id: str) -> AdaptiveCard:
    """The form that asks why a request is declined."""
    body: list[CardElement] = [_facts(view), said(f"{view.name} reads what you write.")]
    body += [complaint(wrong)] if wrong else []
    required = "Say why in a few words."
    hint = "No names of children or families, please."
    body.append(text_input("why", "Why do you decline it?", given, hint=hint, required=required, longest=SHORT_TEXT))
    wanted = (
        Button("Decline", Verb.DECLINE_EXEMPTION, _data(view), style="positive"),
        Button("Back", Verb.EXEMPTION_REQUEST, _data(view), sends_inputs=False),
    )
    return card(
        "Decline an exemption",
        body,
        [execute(one, card_id) for one in wanted],
        fallback=f"Say why you decline it, or type 'decline {view.id}: ' and why.",
    )


def _line(view: RequestView, card_id: str) -> Container:
    look = Button(
        "Look at it", Verb.EXEMPTION_REQUEST, _data(view), sends_inputs=False, tooltip=f"Look at it: {view.name}"
    )
    return Container(separator=True, items=[_facts(view), buttons(card_id, look)])


def requests_card(views: Sequence[RequestView], more: int, card_id: str) -> AdaptiveCard:
    """What waits for somebody's answer, the earliest first. `more` is how many are not shown."""
    body: list[CardElement] = [] if views else [said("No request waits for you.")]
    body += [_line(view, card_id) for view in views]
    body += [said(f"And {more} more, once these have their answer.")] if more else []
    how_many = f"Requests that wait for your answer: {len(views) + more}."
    return card("Requests for an exemption", body, fallback=f"{how_many} Type 'exemption requests' to see them.")
