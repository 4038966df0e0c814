"""Every card of moderation, loops and calibration, made from views as `every_card` makes the others."""

from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.calibration import CalibrationLine, all_calibration_card, my_calibration_card
from cards.concern import ConcernForm, concern_form_card, concern_raised_card
from cards.elements import Button
from cards.forms import Asked, ChangeForm
from cards.loops import MeetingView, Side, agreed_card, meeting_card
from cards.moderation import (
    ModerationView,
    ReadingView,
    asked_of_concern,
    comparison_card,
    judgement_card,
    moderation_receipt_card,
    moderation_saved_card,
    reading_card,
)
from cards.moderation_outcome import (
    GradeLine,
    OutcomeLine,
    OutcomeView,
    answered_card,
    given_card,
    my_outcomes_card,
    outcome_card,
    stand_in_card,
)
from cards.moderation_queue import JudgedLine, MeetingLine, QueueLine, my_moderations_card
from cards.typed import OpenAudit, which_audit_card
from cards.verbs import MEETING, MODERATION, Verb
from domain.framework import Framework
from domain.moderation_steps import LONGEST_REASON, OVERALL, Pair, reason_key, steps_of
from domain.words import OVERALL_RATINGS, Rating

DUE = date(2026, 12, 4)
# The button that sends each form of a judgement, with what it carries.
_SENT_BY: dict[Verb, tuple[str, dict[str, str | int]]] = {
    Verb.CHANGE_GRADES: ("Save change", {MODERATION: 7}),
    Verb.NOT_TO_STANDARD: ("Send back", {MODERATION: 7}),
    Verb.RECORD_MEETING: ("Record it", {MEETING: 7}),
}


def moderation_cards(
    text: str, name: str, case_ref: str, card_id: str, framework: Framework
) -> dict[str, AdaptiveCard]:
    """The cards by a name for each; `text` is what somebody typed wherever somebody types."""
    return {
        **_queue(name, case_ref, card_id),
        **_reading(text, case_ref, card_id, framework),
        **_judging(text, case_ref, card_id, framework),
        **_outcomes(text, name, case_ref, card_id, framework),
        **_loops(text, name, case_ref, card_id, framework),
        **_calibration(name, card_id),
    }


def _queue(name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    line = QueueLine(7, "2026-11-007", case_ref, name, "2026-11", DUE, DUE, is_opened=False, days_left=-2)
    lines = [line, replace(line, is_opened=True, due_on=None)] * 2
    meeting = MeetingLine(3, case_ref, name, "Propose a day and a time to both.")
    judged = JudgedLine(7, "2026-11-007", case_ref, "changed, Good to Inadequate")
    return {
        "my moderations, none": my_moderations_card([], [], [], 0, card_id),
        "my moderations": my_moderations_card(lines, [meeting], [judged] * 3, 4, card_id),
        "moderation given": given_card(name, "2026-11", DUE, 7, card_id),
        "moderation given to somebody stood in for": stand_in_card(name, name, DUE, card_id),
    }


def _reading(text: str, case_ref: str, card_id: str, framework: Framework) -> dict[str, AdaptiveCard]:
    of = ModerationView(7, case_ref, "Alder Vale 1", card_id, DUE)
    cards = {
        "moderation saved": moderation_saved_card(of),
        "moderation done": moderation_receipt_card(case_ref, "Alder Vale 1", "The audit is moderated.", card_id),
        "concern from a moderation": concern_form_card(
            ConcernForm(
                7, case_ref, "overall", "the emergency duty team", text[:4000], {"what": text}, moderation_id=7
            ),
            card_id,
        ),
        "concern raised from a moderation": concern_raised_card(
            7, case_ref, [], "the emergency duty team", card_id, "overall", moderation_id=7
        ),
        "which audit or moderation, for a concern": which_audit_card(
            [OpenAudit(7, case_ref, "Alder Vale 1", DUE), OpenAudit(8, case_ref, "Alder Vale 1", DUE, 7)],
            "concern",
            text or "Alone.",
            card_id,
            phone_first="the emergency duty team",
        ),
    }
    steps = steps_of(framework.domains)
    for number, step in enumerate(steps, 1):
        read = [("Social worker: included.", ""), *[("In their own words", text)] * 4, ("Why", text)]
        view = ReadingView(of, step, number, len(steps), read, is_first=number == 1)
        cards[f"moderation {step.key}"] = reading_card(view)
        given = {"rating": "Good", "note": text[:LONGEST_REASON] if len(text) < 20_000 else text}
        refused = {"rating": "Choose a grade.", "note": "“SW1A 1AA” looks like a postcode. Take it out."}
        filled = replace(view, given=given, complaints=refused, note="You answered this on another card: Good.")
        cards[f"moderation {step.key}, refused"] = reading_card(replace(filled, auditors_grade="Inadequate"))
    return cards


def _pairs(framework: Framework) -> list[Pair]:
    differing = [Pair(f"domain:{one.title}", one.title, Rating.GOOD, Rating.INADEQUATE) for one in framework.domains]
    return [*differing, Pair(OVERALL, "Overall", Rating.GOOD, Rating.INADEQUATE)]


def _judging(text: str, case_ref: str, card_id: str, framework: Framework) -> dict[str, AdaptiveCard]:
    of = ModerationView(7, case_ref, "Alder Vale 1", card_id, DUE)
    pairs = _pairs(framework)
    alike = [replace(one, moderators=one.auditors) for one in pairs]
    short = text[:LONGEST_REASON] if len(text) < 20_000 else text
    asked = [Asked(reason_key(place), f"Why, for {one.title}?", required="Say why.") for place, one in enumerate(pairs)]
    asked += asked_of_concern()
    asked += [Asked("day", "Second due day", "day", "Choose a day.")]
    cards = {
        "both grades": comparison_card(of, pairs, "Your grades are the auditor's."),
        "both grades alike": comparison_card(of, alike),
    }
    for verb, (title, data) in _SENT_BY.items():
        go = Button(title, verb, data, style="positive")
        back = Button("Cancel", Verb.CONTINUE_MODERATION, {MODERATION: 7}, sends_inputs=False)
        given = {one.key: short for one in asked if one.kind == "text"}
        form = ChangeForm("Change the grades", [("Reference", case_ref)], "Both are kept.", asked, go, back, given)
        cards[f"form {verb}"] = judgement_card(form, card_id, LONGEST_REASON)
        wrong = dict.fromkeys(given, "Say why.")
        refused = replace(form, complaints=wrong, caution="Sunday 6 December 2026 is not a working day.")
        cards[f"form {verb}, refused"] = judgement_card(refused, card_id, LONGEST_REASON)
    return cards


def _outcomes(text: str, name: str, case_ref: str, card_id: str, framework: Framework) -> dict[str, AdaptiveCard]:
    changed = [GradeLine(one.title, "Good", "Inadequate", text[:LONGEST_REASON]) for one in framework.domains]
    overall = GradeLine("Overall", "Good", "Inadequate", text)
    what = (7, "2026-11-007", case_ref, name, "2026-11", DUE, overall, changed)
    view = OutcomeView(*what, met_standard=True, moderator=name, may_answer=True)
    refused = replace(view, typed_answer=text, wrong="“SW1A 1AA” looks like a postcode. Take it out.")
    confirmed = replace(view, overall=replace(overall, moderators="Good", reason=""), changed=[], may_answer=False)
    answered = replace(view, may_answer=False, answer=text, whose=name, is_meeting=True, note="The audit is moderated.")
    line = OutcomeLine(7, case_ref, "2026-11", "changed, Good to Inadequate")
    return {
        "outcome to answer": outcome_card(view, card_id),
        "outcome, answer refused": outcome_card(refused, card_id),
        "outcome confirmed": outcome_card(confirmed, card_id),
        "outcome answered": outcome_card(answered, card_id),
        "outcome not to standard": outcome_card(replace(confirmed, met_standard=False), card_id),
        "my outcomes": my_outcomes_card([line] * 8, card_id),
        "my outcomes, none": my_outcomes_card([], card_id),
        "moderation answered": answered_card(answered, card_id),
    }


def _loops(text: str, name: str, case_ref: str, card_id: str, framework: Framework) -> dict[str, AdaptiveCard]:
    first = Side(name, "Good", [(one.title, "Good") for one in framework.domains])
    second = Side("Ines Varga", "Inadequate", [(one.title, "Not Graded") for one in framework.domains])
    fresh = MeetingView(7, case_ref, name, [first, second], name)
    said = [(name, "It works."), ("Ines Varga", text[:300])]
    proposed = replace(fresh, proposal=text[:300] or "Tuesday at 10", replies=said, round=2)
    other = replace(proposed, asks_other=True, typed=text[:300], wrong="Write when it would work for you.")
    return {
        "meeting to come": meeting_card(replace(fresh, moderator=""), card_id),
        "meeting to propose": meeting_card(replace(fresh, is_moderator=True), card_id),
        "meeting proposed": meeting_card(replace(proposed, is_moderator=True, wrong="Write a day."), card_id),
        "meeting to answer": meeting_card(replace(proposed, may_reply=True), card_id),
        "meeting, another day": meeting_card(other, card_id),
        "meeting called off": meeting_card(replace(proposed, is_settled=True, is_called_off=True), card_id),
        "meeting settled": meeting_card(replace(proposed, is_settled=True, note="The outcome is recorded."), card_id),
        "loop agrees": agreed_card(case_ref, name, OVERALL_RATINGS[0], name, card_id),
    }


def _calibration(name: str, card_id: str) -> dict[str, AdaptiveCard]:
    kappa = "0.78 (95% interval 0.51 to 0.94, 21 pairs)"
    line = CalibrationLine(name, [("Same grade", "86% (18 of 21)"), ("Weighted kappa", kappa)])
    return {
        "my calibration": my_calibration_card([line] * 2),
        "calibration, none": all_calibration_card([], 0, None, card_id),
        "calibration": all_calibration_card([line] * 8, 8, 16, card_id),
    }
