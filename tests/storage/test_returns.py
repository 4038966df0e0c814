"""The return of an audit: its state and history, its grades, who was involved, its actions, and every version."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.errors import NotAllowedError
from domain.framework import read_framework
from domain.words import ActionStatus, AllocationStatus, Involvement, Party, Rating, Sentiment
from storage import drafts, returns
from storage.audits import answers_of, open_audits_of, returned_audits_of, save_answers
from storage.frameworks import shipped_frameworks
from storage.store import Store
from storage.tables.allocations import allocation, allocation_transition
from storage.tables.audits import (
    action_transition,
    agreed_action,
    audit,
    audit_answer_revision,
    audit_version,
    domain_rating,
    draft_action,
    engagement,
)
from tests.storage.small_council import DUE, NOW, TODAY, SmallCouncil

FRAMEWORK = read_framework(next(one for one in shipped_frameworks() if one["name"] == "seven-domains"))
VOICE, PLANS = "Seeing and Hearing the Child", "Quality of Plans"
LATER_DAY = date(2026, 12, 9)  # after the due day
LATER = NOW + timedelta(days=19)
GOOD: Mapping[str, Mapping[str, str]] = {
    "involved": {
        "social_worker": "included",
        "manager": "attempted",
        "iro_or_chair": "not_applicable",
        "child": "included",
        "parent": "not_attempted",
    },
    "involved_why": {"manager": "On leave.", "parent": "Not asked in time."},
    "domain_voice": {"rating": "Good", "evidence": "Seen alone twice."},
    "domain_plans": {"rating": "Not Graded", "evidence": "The plan is a week old."},
    "family_feedback": {"child_sentiment": "mixed", "child_words": "She listens."},
    "summary": {"strengths": "Kind and on time.", "areas": "none"},
    "overall": {"rating": "Good"},
}
WORSE = {
    **GOOD,
    "involved": {**GOOD["involved"], "manager": "included", "child": "attempted"},
    "involved_why": {"child": "At school.", "parent": "Not asked in time."},
    "family_feedback": {},
    "domain_voice": {"rating": "Inadequate", "evidence": "Not seen at all."},
    "overall": {"rating": "Inadequate"},
    "category": {"category": "2", "what": "No plan."},
}


class Returning(SmallCouncil):
    """A council with an audit of Rosa's, started."""

    given: int = 0

    def returns(
        self, standing: Mapping[str, Mapping[str, str]] = GOOD, on: date = TODAY, at: timedelta = timedelta(0)
    ) -> None:
        with self.unit("rosa", NOW + at) as unit:
            agreed = drafts.drafts_of(unit, self.given)
            returns.return_audit(unit, self.audit(unit, self.given), FRAMEWORK, standing, agreed, on)

    def agrees(self, what: str, by_card: str, owner: str = "sam", due: date = LATER_DAY) -> None:
        with self.unit("rosa") as unit:
            drafts.save_draft(unit, self.given, by_card, drafts.ActionWords(what, self.people[owner], due))

    def drafts(self) -> list[str]:
        with self.unit() as unit:
            return [draft.description for draft in drafts.drafts_of(unit, self.given)]


@pytest.fixture
def council(store: Store) -> Returning:
    made = Returning(store)
    made.employs("rosa")
    made.employs("sam")
    made.has_team()
    made.given = made.allocates("rosa")
    made.starts("rosa", made.given)
    return made


def test_a_return_changes_the_state_and_its_history_together(council: Returning) -> None:
    council.returns()
    (row,) = council.rows(allocation)
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, TODAY)
    last = council.rows(allocation_transition)[-1]
    assert (last.from_status, last.to_status) == (AllocationStatus.STARTED, AllocationStatus.RETURNED)
    assert (last.on_day, last.actor_id, last.source) == (TODAY, council.people["rosa"], "chat")


def test_a_return_writes_what_the_audit_says(council: Returning) -> None:
    council.returns()
    (row,) = council.rows(audit)
    assert (row.overall, row.at_risk, row.concern_category, row.returned_at) == (Rating.GOOD, None, None, NOW)
    assert (row.strengths, row.areas_for_improvement) == ("Kind and on time.", "none")
    assert grades(council) == {
        VOICE: (Rating.GOOD, "Seen alone twice.", None),
        PLANS: (Rating.NOT_GRADED, None, "The plan is a week old."),
    }


def grades(council: Returning) -> dict[str, tuple[Rating, str | None, str | None]]:
    """The grade in each domain, its evidence, and the reason."""
    return {one.domain: (one.rating, one.evidence, one.reason) for one in council.rows(domain_rating)}


def test_a_domain_graded_in_the_second_return_has_evidence_and_no_reason_any_more(council: Returning) -> None:
    council.returns()
    council.sends_back(council.given, LATER_DAY)
    again = {
        "domain_voice": {"rating": "Not Graded", "evidence": "The file is closed to me."},
        "domain_plans": {"rating": "Good", "evidence": "Clear and timed."},
    }
    council.returns({**GOOD, **again}, LATER_DAY, timedelta(days=19))
    assert grades(council) == {
        VOICE: (Rating.NOT_GRADED, None, "The file is closed to me."),
        PLANS: (Rating.GOOD, "Clear and timed.", None),
    }


def test_a_second_return_leaves_the_moderators_grade_and_reason(council: Returning) -> None:
    council.returns()
    moderated = {"moderated_rating": Rating.INADEQUATE, "reason": "Nobody asked the child."}
    with council.unit() as unit:
        unit.connection.execute(domain_rating.update().where(domain_rating.c.domain == VOICE).values(moderated))
    council.sends_back(council.given, LATER_DAY)
    council.returns(WORSE, LATER_DAY, timedelta(days=19))
    (voice,) = council.rows(domain_rating, domain=VOICE)
    assert (voice.rating, voice.moderated_rating) == (Rating.INADEQUATE, Rating.INADEQUATE)
    assert (voice.evidence, voice.reason) == ("Not seen at all.", "Nobody asked the child.")


def test_a_grade_whose_framework_wants_no_evidence_is_returned_without(council: Returning) -> None:
    council.returns({**GOOD, "domain_voice": {"rating": "Good"}})
    assert grades(council)[VOICE] == (Rating.GOOD, None, None)


@pytest.mark.parametrize(("answer", "stored"), [("yes", True), ("no", False)])
def test_the_risk_of_getting_worse_is_kept(council: Returning, answer: str, stored: bool) -> None:  # noqa: FBT001 - a column of the table
    council.returns({**GOOD, "overall": {"rating": "Requires Improvement"}, "at_risk": {"at_risk": answer}})
    (row,) = council.rows(audit)
    assert (row.overall, row.at_risk) == (Rating.REQUIRES_IMPROVEMENT, stored)


def test_who_was_involved_is_kept_with_their_words_and_the_auditors_reasons(council: Returning) -> None:
    council.returns()
    kept = {row.party: (row.outcome, row.sentiment, row.comment, row.reason) for row in council.rows(engagement)}
    assert kept == {
        Party.SOCIAL_WORKER: (Involvement.INCLUDED, None, None, None),
        Party.MANAGER: (Involvement.ATTEMPTED, None, None, "On leave."),
        Party.IRO_OR_CHAIR: (Involvement.NOT_APPLICABLE, None, None, None),
        Party.CHILD: (Involvement.INCLUDED, Sentiment.MIXED, "She listens.", None),
        Party.PARENT: (Involvement.NOT_ATTEMPTED, None, None, "Not asked in time."),
    }


def test_an_audit_sent_back_stays_returned_on_its_first_day_and_keeps_both_versions(council: Returning) -> None:
    council.returns()
    council.sends_back(council.given, date(2026, 12, 1))
    council.returns(WORSE, LATER_DAY, timedelta(days=19))
    (row,) = council.rows(allocation)
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, TODAY)
    assert row.returned_on <= DUE  # so it is never late again
    history = [(one.to_status, one.on_day) for one in council.rows(allocation_transition)]
    assert history[-3:] == [
        (AllocationStatus.RETURNED, TODAY),
        (AllocationStatus.SENT_BACK, date(2026, 12, 1)),
        (AllocationStatus.RETURNED, LATER_DAY),
    ]
    versions = council.rows(audit_version)
    assert [(one.version, one.returned_at) for one in versions] == [(1, NOW), (2, LATER)]
    assert [one.content["answers"]["overall"]["rating"] for one in versions] == ["Good", "Inadequate"]
    assert versions[0].content["answers"] == GOOD


def test_a_second_return_says_what_stands_now(council: Returning) -> None:
    council.returns()
    council.sends_back(council.given, LATER_DAY)
    council.returns(WORSE, LATER_DAY, timedelta(days=19))
    (row,) = council.rows(audit)
    assert (row.overall, row.concern_category) == (Rating.INADEQUATE, 2)
    grades = {one.domain: one.rating for one in council.rows(domain_rating)}
    assert grades == {VOICE: Rating.INADEQUATE, PLANS: Rating.NOT_GRADED}
    kept = {one.party: (one.outcome, one.sentiment, one.comment, one.reason) for one in council.rows(engagement)}
    assert len(kept) == len(Party)
    assert kept[Party.MANAGER] == (Involvement.INCLUDED, None, None, None)
    assert kept[Party.CHILD] == (Involvement.ATTEMPTED, None, None, "At school.")


def test_a_returned_audit_is_not_returned_again_and_nothing_of_it_changes(council: Returning) -> None:
    council.returns()
    with pytest.raises(NotAllowedError, match="has already been returned"):
        council.returns(WORSE, LATER_DAY)
    assert len(council.rows(audit_version)) == 1
    (row,) = council.rows(audit)
    assert row.overall == Rating.GOOD


def test_an_audit_that_somebody_changed_meanwhile_is_not_returned(council: Returning) -> None:
    with council.unit("rosa") as unit:
        read_before = council.audit(unit, council.given)
    council.returns()
    council.sends_back(council.given, TODAY)
    with pytest.raises(NotAllowedError, match="Somebody changed this audit just now"), council.unit("rosa") as unit:
        returns.return_audit(unit, read_before, FRAMEWORK, GOOD, [], TODAY)


def test_agreed_actions_are_raised_at_the_return(council: Returning) -> None:
    council.agrees("See the child alone.", "card-1")
    council.agrees("Write the plan with the family.", "card-2", owner="rosa", due=DUE)
    assert council.rows(agreed_action) == []
    council.returns()
    first, second = council.rows(agreed_action)
    assert (first.description, first.owner_id, first.raised_on, first.due_on, first.completed_on) == (
        "See the child alone.",
        council.people["sam"],
        TODAY,
        LATER_DAY,
        None,
    )
    assert (second.owner_id, second.due_on) == (council.people["rosa"], DUE)
    assert first.ref != second.ref
    assert [one["what"] for one in council.rows(audit_version)[0].content["actions"]] == [
        "See the child alone.",
        "Write the plan with the family.",
    ]


def test_a_second_return_raises_only_what_is_new(council: Returning) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    council.sends_back(council.given, LATER_DAY)
    council.agrees("Ask the school.", "card-2")
    council.returns(WORSE, LATER_DAY)
    raised = [(one.description, one.raised_on) for one in council.rows(agreed_action)]
    assert raised == [("See the child alone.", TODAY), ("Ask the school.", LATER_DAY)]
    first, second = council.rows(agreed_action)
    assert [
        (one.action_id, one.from_status, one.to_status, one.on_day, one.source)
        for one in council.rows(action_transition)
    ] == [
        (first.id, None, ActionStatus.OPEN, TODAY, "chat"),
        (second.id, None, ActionStatus.OPEN, LATER_DAY, "chat"),
    ]


def test_what_a_form_has_saved_is_found_by_its_one_time_id_and_saved_by_it_once(council: Returning) -> None:
    council.agrees("See the child alone.", "card-1")
    with council.unit() as unit:
        saved = drafts.draft_made_by(unit, "card-1")
        assert saved is not None
        assert saved.description == "See the child alone."
        assert drafts.draft_made_by(unit, "card-2") is None
    with pytest.raises(IntegrityError):
        council.agrees("Ask the school.", "card-1")
    assert council.drafts() == ["See the child alone."]


def test_an_action_taken_out_is_not_raised_and_its_row_stays(council: Returning) -> None:
    council.agrees("See the child alone.", "card-1")
    (row,) = council.rows(draft_action)
    with council.unit("rosa") as unit:
        drafts.remove_draft(unit, council.given, row.id)
    council.returns()
    assert council.drafts() == []
    assert council.rows(agreed_action) == []
    (row,) = council.rows(draft_action)
    assert row.removed_at == NOW


def test_an_action_of_another_audit_is_not_taken_out(council: Returning) -> None:
    council.agrees("See the child alone.", "card-1")
    (row,) = council.rows(draft_action)
    with council.unit("rosa") as unit:
        drafts.remove_draft(unit, council.given + 1, row.id)
    assert council.drafts() == ["See the child alone."]


def test_an_action_worded_anew_keeps_its_place_its_number_and_its_former_words(council: Returning) -> None:
    council.agrees("See the child.", "card-1")
    council.agrees("Ask the school.", "card-2")
    with council.unit("rosa") as unit:
        first = drafts.drafts_of(unit, council.given)[0]
        anew = drafts.ActionWords("See the child alone.", council.people["sam"], LATER_DAY)
        drafts.save_draft(unit, council.given, "card-3", anew, first)
    assert council.drafts() == ["See the child alone.", "Ask the school."]
    with council.unit() as unit:
        now = drafts.present_draft(unit, council.given, first.id)
    assert now is not None
    assert (now.number, drafts.words_of(now)) == (first.number, anew)
    council.returns()
    refs = {row.description: row.ref for row in council.rows(agreed_action)}
    assert refs["See the child alone."].endswith(f"-{first.number}")
    assert [row.description for row in council.rows(draft_action)] == [
        "See the child.",
        "Ask the school.",
        "See the child alone.",
    ]


def test_an_action_that_was_worded_anew_and_taken_out_does_not_stand_any_more(council: Returning) -> None:
    council.agrees("See the child.", "card-1")
    with council.unit("rosa") as unit:
        (first,) = drafts.drafts_of(unit, council.given)
        drafts.save_draft(unit, council.given, "card-2", drafts.words_of(first), first)
        (second,) = drafts.drafts_of(unit, council.given)
        drafts.remove_draft(unit, council.given, second.id)
        assert drafts.present_draft(unit, council.given, first.id) is None
        assert drafts.present_draft(unit, council.given + 1, first.id) is None


def test_what_was_returned_moves_from_the_open_audits_to_the_returned_ones(council: Returning) -> None:
    rosa = council.people["rosa"]
    other = council.allocates("rosa", "4820194")
    council.returns()
    with council.unit() as unit:
        assert [one.id for one in open_audits_of(unit, rosa)] == [other]
        assert [one.id for one in returned_audits_of(unit, rosa, 5)] == [council.given]
        assert open_audits_of(unit, council.people["sam"]) == []


def test_every_answer_to_a_step_is_kept_and_the_last_one_stands(council: Returning) -> None:
    rosa = council.people["rosa"]
    with council.unit("rosa") as unit:
        save_answers(unit, council.given, "overall", {"rating": "Good"}, 0, rosa)
        save_answers(unit, council.given, "overall", {"rating": "Inadequate"}, 1, rosa)
        stored = answers_of(unit, council.given)["overall"]
    assert (stored.revision, stored.answers, stored.answered_at) == (2, {"rating": "Inadequate"}, NOW)
    kept = [(row.revision, row.answers["rating"]) for row in council.rows(audit_answer_revision)]
    assert kept == [(1, "Good"), (2, "Inadequate")]
