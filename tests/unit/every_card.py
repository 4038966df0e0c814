"""Every card that auditbot sends, made from views: plain ones, and ones that hold the worst that people type."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from microsoft_teams.cards import AdaptiveCard

from cards.agreed_actions import ActionForm, ActionLine, action_card, actions_card
from cards.allocation import (
    AllocationView,
    ConflictForm,
    ReturnedLine,
    conflict_card,
    conflict_told_card,
    my_audits_card,
    notice_card,
)
from cards.audit import Meanwhile, StepView, saved_card, step_card
from cards.concern import AlarmView, ConcernForm, alarm_card, concern_form_card, concern_raised_card
from cards.elements import shown
from cards.frameworks import VersionLine, frameworks_card
from cards.review import ReceiptView, ReviewLine, ReviewView, receipt_card, review_card
from cards.typed import OpenAudit, PlaceView, place_card, which_audit_card
from dialogs.kept import carry
from domain.audit_steps import Answers, QuestionKind, Step, check, steps_of
from domain.framework import read_framework
from domain.words import Party
from storage.frameworks import shipped_frameworks
from tests.unit.answer_cards import answer_cards
from tests.unit.colleague_cards import contact_cards, notice_cards, question_cards
from tests.unit.every_action_card import action_cards
from tests.unit.every_chasing_card import chasing_cards
from tests.unit.every_concern_card import concern_cards
from tests.unit.every_digest_card import digest_cards
from tests.unit.every_exemption_card import exemption_cards
from tests.unit.every_following_card import following_cards
from tests.unit.every_moderation_card import moderation_cards
from tests.unit.every_plain_card import demonstration_cards, greeting_cards, workbook_cards
from tests.unit.every_qa_card import qa_cards

CASE_REF = "4820193"
CARD_ID = "0123456789abcdef0123456789abcdef"
DUE = date(2026, 12, 4)
MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NINE = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "nine-elements")
SEVEN = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "seven-domains")

PLAIN = "Seen alone twice, and heard."
MARKDOWN = "# Big\n* **bold** _thin_ [link](https://trap.example) `code`\n1. one\n> said\n---\n| a | b |"
HTML = "<script>alert(1)</script><b onclick='x'>bold</b> &amp; <at>Everyone</at> {{DATE(2026-01-01T00:00:00Z)}}"
EMOJI = "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL} at home \N{HOUSE BUILDING}\N{EMOJI MODIFIER FITZPATRICK TYPE-4} "
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}\u0627\u0644\u0637\u0641\u0644 \u0628\u062e\u064a\u0631 "
# What people type, by what is odd about it. A text of 8,000 characters is the longest that is stored.
FILLINGS = {
    "plain": PLAIN,
    "markdown": MARKDOWN,
    "html": HTML,
    "emoji": EMOJI,
    "right-to-left": RIGHT_TO_LEFT,
    "empty": "",
    "long": ("The record shows it, in “quotes”.\n" * 300)[:8_000],
    "long and right-to-left": (RIGHT_TO_LEFT * 700)[:8_000],
    "far too long": "The record shows it at great length. " * 2_000,
}


@cache
def every_card(filling: str) -> Mapping[str, Mapping[str, Any]]:
    """The JSON of every card by a name for it; `filling` is one of `FILLINGS`."""
    text = FILLINGS[filling]
    families = (_allocation, _steps, _actions, _review, _typed, _concern, _frameworks, _from_elsewhere)
    return {name: shown(made) for family in families for name, made in family(text).items()}


def _from_elsewhere(text: str) -> dict[str, AdaptiveCard]:
    name = _name(text)
    return {
        **concern_cards(text, name, CASE_REF, CARD_ID),
        **exemption_cards(text, name, CARD_ID),
        **contact_cards(text, CASE_REF, CARD_ID),
        **question_cards(text, CASE_REF, CARD_ID),
        **notice_cards(text, CASE_REF),
        **qa_cards(text, name, CASE_REF, CARD_ID),
        **action_cards(text, name, CASE_REF, CARD_ID),
        **digest_cards(text, name, CARD_ID),
        **moderation_cards(text, name, CASE_REF, CARD_ID, NINE),
        **following_cards(text, name, CASE_REF, CARD_ID),
        **chasing_cards(text, name, CARD_ID),
        **answer_cards(text, name, CASE_REF, CARD_ID),
        **workbook_cards(text, name, CARD_ID),
        **greeting_cards(name, CARD_ID),
        **demonstration_cards(name, CARD_ID),
    }


def _name(text: str) -> str:
    return " ".join(text.split())[:60] or "Rosa"


def _allocation(text: str) -> dict[str, AdaptiveCard]:
    name = _name(text)
    new = AllocationView(7, CASE_REF, name, "2026-11", None, DUE, is_started=False, days_left=14)
    begun = replace(new, is_started=True, theme=name, days_left=0)
    late = replace(begun, days_left=-3)
    form = ConflictForm(7, CASE_REF, name)
    refused = replace(form, given={"why": text}, complaints={"why": f"“{text}” looks like a postcode. Take it out."})
    return {
        "notice": notice_card(new, CARD_ID),
        "notice of a begun audit": notice_card(begun, CARD_ID),
        "my audits, none": my_audits_card([], [], 0, CARD_ID),
        "my audits": my_audits_card(
            [replace(one, audit_id=number) for number, one in enumerate([late, begun, new, new, new], 1)],
            _returned(name),
            3,
            CARD_ID,
        ),
        "conflict": conflict_card(form, CARD_ID),
        "conflict refused": conflict_card(refused, CARD_ID),
        "conflict told": conflict_told_card(CASE_REF, CARD_ID),
    }


def _returned(name: str) -> list[ReturnedLine]:
    plain = ReturnedLine(7, CASE_REF, DUE)
    return [replace(plain, was_late=True, may_reopen=True), replace(plain, acted_by=name), plain, plain, plain]


def _every_step() -> list[Step]:
    nobody = {"involved": {party.value: "attempted" for party in Party}}
    everybody = {"involved": {party.value: "included" for party in Party}}
    answers: list[Answers] = [
        {**nobody, "overall": {"rating": "Inadequate"}},
        {**everybody, "overall": {"rating": "Requires Improvement"}},
    ]
    return list({step.key: step for given in answers for step in steps_of(SEVEN, given)}.values())


def _frameworks(text: str) -> dict[str, AdaptiveCard]:
    line = VersionLine("our-own", _name(text), 9, DUE, None, 1_200, holds_today=True, is_usual=True)
    later = replace(line, until=date(2027, 3, 31), audits=0, holds_today=False)
    graded = [step for step in steps_of(NINE, {}) if step.domain is not None]
    return {
        "frameworks": frameworks_card([line, later], 0),
        "frameworks, many": frameworks_card([line, later] * 5, 12),
        **{
            f"step {step.key} of nine": step_card(StepView(7, CASE_REF, step, 4, 14, _filled(step, text), 1, CARD_ID))
            for step in graded
        },
    }


def _filled(step: Step, text: str) -> dict[str, str]:
    # "far too long" is only ever refused: a card must hold it all the same.
    return {
        question.key: question.choices[0][0] if question.kind is QuestionKind.CHOICE else _kept(text, question.longest)
        for question in step.questions
    }


def _kept(text: str, longest: int) -> str:
    return text if len(text) > FAR_TOO_LONG else text[:longest]


FAR_TOO_LONG = 20_000


def _view(step: Step, number: int = 4, **more: Any) -> StepView:
    made = StepView(7, CASE_REF, step, number, 17, {}, 3, CARD_ID)
    return replace(made, **more)


def _steps(text: str) -> dict[str, AdaptiveCard]:
    cards: dict[str, AdaptiveCard] = {}
    for step in _every_step():
        given = _filled(step, text)
        cards[f"step {step.key}"] = step_card(_view(step, is_first=step.key == "involved"))
        cards[f"step {step.key}, filled"] = step_card(_view(step, given=given, may_review=True))
        cards[f"step {step.key}, refused"] = step_card(
            _view(step, given=given, complaints=check(step, {}) | check(step, given), note="You answered this before.")
        )
        there = Meanwhile([(question.label, given[question.key]) for question in step.questions], 4)
        cards[f"step {step.key}, answered elsewhere"] = step_card(_view(step, given=given, meanwhile=there))
    return cards


def _actions(text: str) -> dict[str, AdaptiveCard]:
    step = next(step for step in _every_step() if step.key == "actions")
    view = _view(step, is_last=True)
    owners = [("3", f"{_name(text)} (social worker)"), ("else", "Someone else")]
    days = ((10, DUE), (20, date(2026, 12, 18)))
    empty = ActionForm(view, owners, {"due": "2026-12-04"}, days)
    given = {"what": text, "owner": "else", "name": text, "due": "soon"}
    wrong = {"what": "Say what should happen.", "name": f"Nobody is called “{text}”.", "due": "Choose a day."}
    note = "This action was taken out meanwhile. Press Save action to add it again."
    return {
        "actions, none": actions_card(view, []),
        "actions": actions_card(view, _lines(text, 3)),
        "actions, one removed": actions_card(view, _lines(text, 2), _lines(text, 3)[2]),
        "actions, forty": actions_card(view, _lines(text, 40)),
        "action": action_card(empty),
        "action refused": action_card(replace(empty, given=given, complaints=wrong)),
        "action to be changed": action_card(replace(empty, given={**given, "owner": "3"}, draft=5, note=note)),
    }


def _lines(text: str, count: int) -> list[ActionLine]:
    return [ActionLine(number, text, _name(text), DUE, is_day_off=number == 2) for number in range(1, count + 1)]


def _review(text: str) -> dict[str, AdaptiveCard]:
    steps = [step for step in _every_step() if step.questions]
    lines = [
        ReviewLine(step.key, step.title, [(one.label, _filled(step, text)[one.key]) for one in step.questions], text)
        for step in steps
    ]
    whole = ReviewView(7, CASE_REF, _name(text), lines, _lines(text, 3), [], CARD_ID)
    missing = [(step.key, step.title) for step in steps]
    unanswered = [ReviewLine(step.key, step.title, []) for step in steps]
    receipt = ReceiptView("2026-11-007", CASE_REF, DUE, was_late=False, actions=2)
    return {
        "review": review_card(whole),
        "review, sent back": review_card(replace(whole, sent_back_why=text or "More of it.", due_again_on=DUE)),
        "review, reopened": review_card(replace(whole, is_reopened=True)),
        "review, forty actions": review_card(replace(whole, actions=_lines(text, 40))),
        "review, nothing there": review_card(
            replace(whole, lines=unanswered, actions=[], missing=missing, note="It can't be returned yet.")
        ),
        "saved": saved_card(7, CASE_REF, DUE, CARD_ID),
        "receipt": receipt_card(receipt),
        "receipt that may be reopened": receipt_card(
            replace(receipt, audit_id=7, card_id=CARD_ID, may_reopen=True, may_raise=True)
        ),
        "receipt of a second return, for somebody else": receipt_card(
            replace(receipt, again_on=DUE, on_behalf_of="Rosa Adeyemi")
        ),
        "receipt of a late one": receipt_card(replace(receipt, was_late=True)),
    }


def _typed(text: str) -> dict[str, AdaptiveCard]:
    audits = [OpenAudit(7, CASE_REF, _name(text), DUE), OpenAudit(8, "4820194", _name(text), DUE)]
    places = [
        (f"{step.key}|{one.key}", f"{step.title}: {one.label}") for step in _every_step() for one in step.questions
    ]
    view = PlaceView(7, CASE_REF, "summary", text, [*places, ("actions", "Actions: a new action")], CARD_ID)
    return {
        "which audit, for a command": which_audit_card(audits, "review", "", CARD_ID),
        "which audit, for a text": which_audit_card(audits, "", text or "Yes.", CARD_ID),
        "which audit, for a concern": which_audit_card(
            audits, "concern", text or "Alone.", CARD_ID, phone_first="the emergency duty team"
        ),
        "where a text belongs": place_card(view),
        "where a text belongs, refused": place_card(replace(view, wrong="Choose where it belongs.")),
    }


def _concern(text: str) -> dict[str, AdaptiveCard]:
    emergency = "the emergency duty team"
    form = ConcernForm(7, CASE_REF, "summary", emergency, revision="3")
    kept = carry({"strengths": text, "areas": text})
    refused = replace(form, given={"what": text}, complaints={"what": f"“{text}” looks like a postcode."})
    alarm = AlarmView(5, CASE_REF, _name(text), 1, _name(text), MORNING, text, [], is_acknowledged_by_viewer=False)
    seen = replace(alarm, acknowledged=[(_name(text), MORNING)] * 20, is_acknowledged_by_viewer=True)
    come_up = replace(alarm, unanswered=[_name(text)] * 3)
    return {
        "alarm come up the line": alarm_card(come_up, CARD_ID),
        "concern": concern_form_card(form, CARD_ID),
        "concern, with what was typed before": concern_form_card(replace(form, kept=kept), CARD_ID),
        "concern refused": concern_form_card(refused, CARD_ID),
        "concern raised": concern_raised_card(
            7, CASE_REF, [_name(text)] * 40, emergency, CARD_ID, "summary", kept, "3"
        ),
        "concern raised, some to phone": concern_raised_card(
            7, CASE_REF, ["Hal Morgan"], emergency, CARD_ID, unreached=["Mina Castell", "Dan Iqbal"]
        ),
        "concern raised, nobody there": concern_raised_card(7, CASE_REF, [], emergency, CARD_ID),
        "alarm": alarm_card(alarm, CARD_ID),
        "alarm acknowledged": alarm_card(seen, CARD_ID),
    }
