"""Who hears of an audit, and from when on: the rules alone."""

from datetime import UTC, date, datetime

import pytest

from domain.colleagues import Colleague, is_outcome, is_under_way, nobody_there, to_tell
from domain.policy import Moderated
from domain.words import AllocationStatus as S
from domain.words import ColleaguePart
from duties.colleague_notices import decide
from storage.colleagues import AuditedWork

TODAY = date(2026, 11, 20)
AUDITOR, SUE, TOM = 1, 2, 3
WORKER = Colleague(ColleaguePart.SOCIAL_WORKER, SUE, "Sue Okafor")
MANAGER = Colleague(ColleaguePart.TEAM_MANAGER, TOM, "Tom Lindqvist")
NOBODY = Colleague(ColleaguePart.SOCIAL_WORKER, None)


def gone(day: date) -> Colleague:
    return Colleague(ColleaguePart.SOCIAL_WORKER, SUE, "Sue Okafor", day)


def test_the_social_worker_and_the_team_manager_are_told() -> None:
    assert to_tell([WORKER, MANAGER], AUDITOR, TODAY) == [SUE, TOM]
    assert nobody_there([WORKER, MANAGER], TODAY) == []


def test_who_holds_both_parts_is_told_once() -> None:
    both = Colleague(ColleaguePart.TEAM_MANAGER, SUE, "Sue Okafor")
    assert to_tell([WORKER, both], AUDITOR, TODAY) == [SUE]


def test_an_auditor_is_not_told_what_they_do_themselves_and_is_not_missing_either() -> None:
    assert to_tell([WORKER, MANAGER], TOM, TODAY) == [SUE]
    assert nobody_there([WORKER, MANAGER], TODAY) == []


def test_where_nobody_is_down_there_is_somebody_missing() -> None:
    assert to_tell([NOBODY, MANAGER], AUDITOR, TODAY) == [TOM]
    assert nobody_there([NOBODY, MANAGER], TODAY) == [NOBODY]


def test_a_leaver_is_told_on_their_last_day_and_missing_from_the_next() -> None:
    assert to_tell([gone(TODAY)], AUDITOR, TODAY) == [SUE]
    left = gone(date(2026, 11, 19))
    assert to_tell([left], AUDITOR, TODAY) == []
    assert nobody_there([left], TODAY) == [left]


OUTCOMES = {
    # status: the policies under which it is an outcome, unless a moderator has it
    S.ALLOCATED: set(),
    S.STARTED: set(),
    S.RETURNED: {Moderated.NONE},
    S.SENT_BACK: set(),
    S.MODERATED: set(Moderated),
    S.UPLOADED: set(Moderated),
    S.EXEMPTED: set(),
    S.WITHDRAWN: set(),
}


@pytest.mark.parametrize("moderated", Moderated)
@pytest.mark.parametrize("status", S)
def test_the_outcome_is_the_moderation_or_the_return_where_none_is_owed(status: S, moderated: Moderated) -> None:
    assert is_outcome(status, moderated, awaits_moderator=False) == (moderated in OUTCOMES[status])


def test_a_return_that_a_moderator_has_been_given_is_no_outcome_whatever_the_policy_says() -> None:
    assert not is_outcome(S.RETURNED, Moderated.NONE, awaits_moderator=True)
    assert is_under_way(S.RETURNED, Moderated.NONE, awaits_moderator=True)


def test_half_of_a_loop_has_its_outcome_once_it_was_compared_with_the_other_whatever_is_moderated() -> None:
    for moderated in Moderated:
        for is_considered in (False, True):
            half = {"awaits_moderator": False, "is_considered": is_considered, "is_looped": True}
            assert is_outcome(S.RETURNED, moderated, **half) is is_considered
            assert is_under_way(S.RETURNED, moderated, **half) is not is_considered


@pytest.mark.parametrize("status", S)
def test_an_audit_is_under_way_from_its_start_to_its_outcome(status: S) -> None:
    going_on = {S.STARTED, S.SENT_BACK, S.RETURNED}
    assert is_under_way(status, Moderated.ALL, awaits_moderator=False) == (status in going_on)
    assert is_under_way(status, Moderated.NONE, awaits_moderator=False) == (status in going_on - {S.RETURNED})


def work(*colleagues: Colleague, version: int = 1) -> AuditedWork:
    return AuditedWork(
        id=41,
        ref="AUD-41",
        case_ref="CS_5000041",
        team="Alder Vale 1",
        month="2026-11",
        theme=None,
        auditor_id=AUDITOR,
        status=S.RETURNED,
        version=version,
        awaits_moderator=False,
        is_considered=False,
        is_looped=False,
        colleagues=colleagues,
    )


def test_the_day_is_londons_when_somebody_leaves_at_midnight() -> None:
    june = gone(date(2026, 6, 30))
    owed, untold = decide([work(june)], lambda _: "", datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    assert ([one.person_id for one in owed], untold) == ([SUE], [])
    owed, untold = decide([work(june)], lambda _: "", datetime(2026, 6, 30, 23, 0, tzinfo=UTC))
    assert (owed, [one.colleague for one in untold]) == ([], [june])


def test_a_second_return_is_told_as_its_own() -> None:
    assert work(WORKER).outcome_rung == ""
    assert work(WORKER, version=2).outcome_rung == "return 2"
