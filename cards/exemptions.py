"""The cards of whoever asks for an exemption: the form, what became of it, one's own list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import (
    Button,
    buttons,
    card,
    complaint,
    execute,
    facts,
    one_of,
    said,
    text_input,
    typed,
)
from cards.verbs import AUDIT, REQUEST, Verb
from domain.calendar import spoken_day, spoken_month
from domain.exemptions import KIND_WORDS, RequestStatus
from domain.free_text import SHORT_TEXT
from domain.words import ExemptionKind

_CHOICES = (
    (ExemptionKind.HEALTH, "Health"),
    (ExemptionKind.LEAVE, "Leave"),
    (ExemptionKind.DISCRETIONARY, "Discretionary: my own word"),
    (ExemptionKind.DIRECTOR, "Agreed with a director"),
    (ExemptionKind.OTHER, "Another reason"),
)
MY_EXEMPTIONS = Button("My exemptions", Verb.MY_EXEMPTIONS, sends_inputs=False)
MY_AUDITS = Button("My audits", Verb.MY_AUDITS, sends_inputs=False)
# For what somebody wrote, in bytes: eight of them fit into a card.
_ROOM = 1_000


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of exemption as they are chosen: (stored, shown)."""
    return [(kind.value, words) for kind, words in _CHOICES]


@dataclass(frozen=True, slots=True)
class Left:
    """How many of a financial year's discretionary exemptions are left to somebody, of how many."""

    year: str
    left: int
    of: int


@dataclass(frozen=True, slots=True)
class AskForm:
    """The form that asks for an exemption.

    Attributes:
        months: those that can be asked for.
        left: by financial year of those months.
        given, complaints: what was typed, and what is wrong with it, by input.
    """

    months: Sequence[str]
    left: Sequence[Left]
    given: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)


def left_words(left: Left) -> str:
    """How many discretionary exemptions somebody has left, as a sentence."""
    if left.of == 0:
        return f"Every exemption of {left.year} goes to a director."
    if left.left == 0:
        return f"Your {left.of} discretionary ones for {left.year} are used. The next one goes to a director."
    return f"Discretionary ones left for {left.year}: {left.left} of {left.of}. For these your own word is enough."


def ask_card(form: AskForm, card_id: str) -> AdaptiveCard:
    """The form: which month, what kind, and why, if that is asked for."""
    months = [(month, spoken_month(month)) for month in form.months]
    body: list[CardElement] = [
        said("You do no audit for that month. It covers all that you are given for it."),
        *(said(left_words(left)) for left in form.left),
    ]
    why = text_input(
        "why", "Why?", form.given.get("why", ""), hint="No names of children or families, please.", longest=SHORT_TEXT
    )
    inputs = (
        ("month", one_of("month", "Month", months, form.given.get("month", ""), required="Choose a month.")),
        ("kind", one_of("kind", "Kind", kind_choices(), form.given.get("kind", ""), required="Choose a kind.")),
        ("why", why),
    )
    for key, element in inputs:
        body += [complaint(form.complaints[key])] if key in form.complaints else []
        body += [said("For health the word is enough: leave this empty.", quiet=True)] if key == "why" else []
        body.append(element)
    wanted = (
        Button("Ask", Verb.SEND_EXEMPTION, style="positive"),
        Button("Cancel", Verb.MY_AUDITS, sends_inputs=False),
    )
    return card(
        "Ask for an exemption",
        body,
        [execute(button, card_id) for button in wanted],
        fallback="Type 'exemption', the month and the kind, and why after a colon: 'exemption December leave: away'.",
    )


def none_to_ask_card(why: str, card_id: str) -> AdaptiveCard:
    """That there is no month to ask for, and why."""
    return card("No exemption to ask for", [said(why)], [execute(MY_EXEMPTIONS, card_id)], fallback=why)


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as its asker sees it.

    Attributes:
        with_whom: the name of whoever answers it; empty where there is nobody.
        answer: why it was declined.
        may_undo: whether their own word may still be taken back.
    """

    id: int
    month: str
    kind: ExemptionKind
    status: RequestStatus
    asked_on: date
    with_whom: str = ""
    answer: str = ""
    is_own_word: bool = False
    may_undo: bool = False


def about(month: str, kind: ExemptionKind) -> CardElement:
    """What a card about an exemption begins with."""
    return facts([("Month", spoken_month(month)), ("Kind", KIND_WORDS[kind])])


def _undo(request: OwnRequest) -> Button:
    which = f"Undo: {spoken_month(request.month)}"
    return Button("Undo", Verb.UNDO_EXEMPTION, {REQUEST: request.id}, sends_inputs=False, tooltip=which)


def own_word_card(request: OwnRequest, left: Left, card_id: str) -> AdaptiveCard:
    """That somebody is exempt on their own word, and what that leaves."""
    month = spoken_month(request.month)
    body = [about(request.month, request.kind), said(f"You do no audit for {month}."), said(_still_left(left))]
    body.append(said("You can undo it until this time tomorrow, by typing 'my exemptions'.", quiet=True))
    wanted = (_undo(request), MY_EXEMPTIONS)
    fallback = f"You are exempt for {month}. {_still_left(left)}"
    return card(f"You are exempt for {month}", body, [execute(one, card_id) for one in wanted], fallback=fallback)


def _still_left(left: Left) -> str:
    return f"Discretionary ones left for {left.year}: {left.left} of {left.of}."


def asked_card(request: OwnRequest, card_id: str, *, dropped_reason: bool = False) -> AdaptiveCard:
    """That a request is on its way, and with whom it lies."""
    who = f"{request.with_whom} answers it." if request.with_whom else "Nobody is down to answer it, and QA knows."
    body = [about(request.month, request.kind), said(f"{who} You hear from me."), said(UNTIL_THEN)]
    if dropped_reason:
        body.append(said("What you wrote about your health is not kept, and nobody sees it."))
    fallback = f"You have asked for an exemption for {spoken_month(request.month)}. {who}"
    return card(
        "You have asked", body, [execute(one, card_id) for one in (MY_EXEMPTIONS, MY_AUDITS)], fallback=fallback
    )


UNTIL_THEN = "Until then your audit stands as it is."
_STANDS = {
    RequestStatus.ASKED: "Waits for an answer",
    RequestStatus.DECLINED: "Declined",
    RequestStatus.LAPSED: "Needs no answer any more",
}


@dataclass(frozen=True, slots=True)
class OwnExemption:
    """An exemption that somebody has.

    Attributes:
        request: where it may still be undone by them.
        audits: what it falls on, which can be done all the same.
    """

    month: str
    kind: ExemptionKind
    authorised_on: date
    request: OwnRequest | None = None
    audits: Sequence[int] = ()


def _exempt(one: OwnExemption, card_id: str) -> Container:
    pairs = [("Month", spoken_month(one.month)), ("Kind", KIND_WORDS[one.kind])]
    ways = [_start(one, audit) for audit in one.audits] + ([_undo(one.request)] if one.request is not None else [])
    items: list[CardElement] = [facts([*pairs, ("Since", spoken_day(one.authorised_on))])]
    items += [said("You can do the audit all the same.", quiet=True)] if one.audits else []
    return Container(separator=True, items=[*items, *([buttons(card_id, *ways)] if ways else [])])


def _start(one: OwnExemption, audit: int) -> Button:
    which = f"Start audit: {spoken_month(one.month)}"
    return Button("Start audit", Verb.START_AUDIT, {AUDIT: audit}, sends_inputs=False, tooltip=which)


def _asked(one: OwnRequest, card_id: str) -> Container:
    pairs = [("Month", spoken_month(one.month)), ("Kind", KIND_WORDS[one.kind]), ("Asked", spoken_day(one.asked_on))]
    stands = _STANDS[one.status] + (f": {one.with_whom}" if one.with_whom and one.status is RequestStatus.ASKED else "")
    items: list[CardElement] = [facts([*pairs, ("Stands", stands)])]
    if one.answer:
        items += [said("Why it was declined:"), typed(one.answer, _ROOM)]
    if one.status is RequestStatus.ASKED:
        which = f"Take it back: {spoken_month(one.month)}"
        data = {REQUEST: one.id}
        back = Button("Take it back", Verb.TAKE_BACK_EXEMPTION, data, sends_inputs=False, tooltip=which)
        items.append(buttons(card_id, back))
    return Container(separator=True, items=items)


def my_exemptions_card(
    exemptions: Sequence[OwnExemption],
    requests: Sequence[OwnRequest],
    left: Sequence[Left],
    card_id: str,
    *,
    may_ask: bool = True,
) -> AdaptiveCard:
    """What somebody is exempt from, what they have asked for, and what is left to them."""
    body: list[CardElement] = [said(left_words(one)) for one in left]
    body += [] if exemptions or requests else [said("You have no exemption, and have asked for none.")]
    body += [_asked(one, card_id) for one in requests]
    body += [_exempt(one, card_id) for one in exemptions]
    ask = [Button("Ask for an exemption", Verb.ASK_EXEMPTION, sends_inputs=False)] if may_ask else []
    return card(
        "My exemptions",
        body,
        [execute(one, card_id) for one in (*ask, MY_AUDITS)],
        fallback=f"Your exemptions: {len(exemptions)}. Your requests: {len(requests)}. Type 'my exemptions'.",
    )
