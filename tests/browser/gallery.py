"""The cards whose pictures stand in docs/cards.md, with invented people's words in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from microsoft_teams.cards import AdaptiveCard

from cards.agreed_actions import ActionForm, ActionLine, action_card, actions_card
from cards.allocation import AllocationView, notice_card
from cards.audit import StepView, saved_card, step_card
from cards.concern import AlarmView, ConcernForm, alarm_card, concern_form_card
from cards.review import ReceiptView, ReviewLine, ReviewView, receipt_card, review_card
from cards.typed import OpenAudit, PlaceView, place_card, which_audit_card
from dialogs.places import gist_of
from domain.audit_steps import Answers, Step, steps_of
from domain.framework import read_framework
from domain.progress import place_of
from storage.frameworks import shipped_frameworks

_REF, _TEAM, _ID = "4820193", "Alder Vale 1", "0" * 32
_DUE, _LATER = date(2026, 12, 4), date(2026, 12, 18)
_SEVEN = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "seven-domains")
_INVOLVED = {
    "social_worker": "included",
    "manager": "included",
    "iro_or_chair": "not_applicable",
    "child": "included",
    "parent": "attempted",
}
_EVIDENCE = "Seen alone at home and at school. What was said is in the plan, in the child's own words."
_ANSWERS: Answers = {
    "involved": _INVOLVED,
    "involved_why": {"parent": "Two letters and a call brought no reply."},
    "domain_voice": {"rating": "Good", "evidence": _EVIDENCE},
    "domain_assessment": {"rating": "Good", "evidence": "The history is drawn on, and both schools were asked."},
    "domain_plans": {"rating": "Requires Improvement", "evidence": "Tasks have owners, but no days."},
    "domain_oversight": {"rating": "Good", "evidence": "Reasons stand beside each decision."},
    "domain_meetings": {"rating": "Good", "evidence": "Reviews were on time, and acted on."},
    "domain_supervision": {"rating": "Requires Improvement", "evidence": "Gaps of nine weeks in spring."},
    "domain_diversity": {"rating": "Outstanding", "evidence": "An interpreter came to each visit."},
    "family_feedback": {"child_sentiment": "mixed", "child_words": "She listens, but she is often late."},
    "summary": {"strengths": "A bond of trust.", "areas": "A day for every step of the plan."},
    "overall": {"rating": "Requires Improvement"},
    "at_risk": {"at_risk": "no"},
}
_STEPS = steps_of(_SEVEN, _ANSWERS)
_AGREED = (
    ActionLine(1, "Give each step of the plan a day.", "Sue Okafor", _DUE),
    ActionLine(2, "Hold supervision every four weeks.", "Tom Lindqvist", _LATER),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A card of the gallery, and the button that is pressed before its picture is taken."""

    card: AdaptiveCard
    press: str = ""


def _step(key: str, *, is_answered: bool = True) -> StepView:
    step = next(step for step in _STEPS if step.key == key)
    place = place_of(_SEVEN, _STEPS, step)
    given = _ANSWERS.get(key, {}) if is_answered else {}
    return StepView(
        7,
        _REF,
        step,
        place.number,
        place.count,
        given,
        1,
        _ID,
        is_first=step is _STEPS[0],
        is_last=step is _STEPS[-1],
        follows_up=place.follows_up,
    )


def _in_words(step: Step) -> list[tuple[str, str]]:
    given = _ANSWERS[step.key]
    return [
        (question.label, dict(question.choices).get(given[question.key], given[question.key]))
        for question in step.questions
        if question.key in given
    ]


def _review(missing: Mapping[str, str]) -> AdaptiveCard:
    lines = []
    for step in (step for step in _STEPS if step.questions):
        pairs = [] if step.key in missing else _in_words(step)
        lines.append(ReviewLine(step.key, step.title, pairs, gist_of(step, pairs)))
    return review_card(ReviewView(7, _REF, _TEAM, lines, _AGREED, list(missing.items()), _ID))


def _action_form() -> ActionForm:
    owners = [("3", "Sue Okafor (social worker)"), ("4", "Tom Lindqvist (team manager)"), ("else", "Someone else")]
    given = {"what": "Give each step of the plan a day.", "owner": "3", "due": _DUE.isoformat()}
    return ActionForm(_step("actions"), owners, given, ((10, _DUE), (20, _LATER)))


def _refused() -> StepView:
    text = "Seen alone at SW1A 1AA."
    wrong = "“SW1A 1AA” looks like a postcode. Please take it out: we don't keep what identifies a child."
    view = _step("domain_voice")
    return replace(view, given={"rating": "Good", "evidence": text}, complaints={"evidence": wrong})


def _alarm() -> AlarmView:
    at = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
    what = "Left alone overnight, twice this week."
    return AlarmView(5, _REF, _TEAM, 1, "Rosa Vale", at, what, [], is_acknowledged_by_viewer=False)


def gallery() -> dict[str, Piece]:
    """Each card by the name of its picture."""
    new = AllocationView(7, _REF, _TEAM, "2026-11", "Plans that work", _DUE, is_started=False, days_left=14)
    places = [("summary|strengths", "Strengths and areas to improve: Strengths")]
    return {
        "notice": Piece(notice_card(new, _ID)),
        "involved": Piece(step_card(_step("involved"))),
        "reasons": Piece(step_card(_step("involved_why"))),
        "grade": Piece(step_card(_step("domain_voice"))),
        "grades-explained": Piece(step_card(_step("domain_voice", is_answered=False)), "What the grades mean"),
        "refused": Piece(step_card(_refused())),
        "family": Piece(step_card(_step("family_feedback"))),
        "summary": Piece(step_card(_step("summary"))),
        "overall": Piece(step_card(_step("overall"))),
        "at-risk": Piece(step_card(_step("at_risk"))),
        "actions": Piece(actions_card(_step("actions"), _AGREED)),
        "action": Piece(action_card(_action_form())),
        "review": Piece(_review({})),
        "review-with-gaps": Piece(_review({"domain_plans": "Quality of Plans", "overall": "Overall grade"})),
        "receipt": Piece(receipt_card(ReceiptView("2026-11-007", _REF, date(2026, 11, 20), was_late=False, actions=2))),
        "saved": Piece(saved_card(7, _REF, _DUE, _ID)),
        "concern": Piece(concern_form_card(ConcernForm(7, _REF, "summary", "the emergency duty team"), _ID)),
        "alarm": Piece(alarm_card(_alarm(), _ID)),
        "where": Piece(place_card(PlaceView(7, _REF, "summary", "More visits in spring.", places, _ID))),
        "which": Piece(
            which_audit_card(
                [OpenAudit(7, _REF, _TEAM, _DUE), OpenAudit(8, "4820194", "Birch Way 2", _LATER)], "review", "", _ID
            )
        ),
    }
