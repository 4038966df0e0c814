"""Which returns are moderated, and who may: never one's own audit, own team's or own line's; shared out evenly."""

from collections import Counter
from dataclasses import replace

import pytest

from domain.framework import PracticeDomain
from domain.moderation import Choice, Moderator, Rater, Work, choose, hindrance, is_drawn, owes_moderation
from domain.moderation_steps import (
    OVERALL,
    Pair,
    domain_step,
    finds_inadequate,
    leaves_inadequate,
    pairs_of,
    steps_of,
    ungraded,
)
from domain.policy import Moderated, Policy
from domain.words import Rating

ALDER, BIRCH, CEDAR = 1, 2, 3
ROSA, MO, NIA, BOSS = 10, 20, 21, 30
WORK = Work("2026-11-007", ALDER, (Rater(ROSA, BIRCH, frozenset({BOSS})),), close=frozenset({40}))
FREE = Moderator(MO, "Mo Tanner", teams=frozenset({CEDAR}))


def test_somebody_of_another_team_and_line_may_moderate() -> None:
    assert hindrance(FREE, WORK) is None
    assert choose(WORK, [FREE]) == Choice(MO, is_too_many=False)


@pytest.mark.parametrize(
    ("moderator", "said"),
    [
        (replace(FREE, id=ROSA), "has audited this record"),
        (replace(FREE, id=40), "works with this child"),
        (replace(FREE, teams=frozenset({ALDER})), "is of the audited team, or the auditor's"),
        (replace(FREE, teams=frozenset({CEDAR, BIRCH})), "is of the audited team, or the auditor's"),
        (replace(FREE, id=BOSS), "is in the auditor's own line"),
        (replace(FREE, above=frozenset({ROSA})), "is in the auditor's own line"),
    ],
)
def test_nobody_moderates_what_is_too_close_to_them(moderator: Moderator, said: str) -> None:
    assert said in (hindrance(moderator, WORK) or "")
    assert choose(WORK, [moderator]) is None


def test_nobody_who_is_away_is_given_one() -> None:
    assert choose(WORK, [replace(FREE, is_away=True)]) is None


def test_whoever_judged_it_before_has_it_again_even_where_they_have_more() -> None:
    busy = replace(FREE, load=9)
    other = replace(FREE, id=NIA, name="Nia Bell")
    assert choose(WORK, [busy, other], before=MO) == Choice(MO, is_too_many=False)
    assert choose(WORK, [replace(busy, is_away=True), other], before=MO) == Choice(NIA, is_too_many=False)


def test_a_fourth_auditor_goes_to_somebody_else_while_there_is_somebody() -> None:
    full = replace(FREE, auditors=frozenset({1, 2, 3}))
    other = replace(FREE, id=NIA, name="Nia Bell", load=7, auditors=frozenset({4, 5}))
    assert choose(WORK, [full, other]) == Choice(NIA, is_too_many=False)
    assert choose(WORK, [full]) == Choice(MO, is_too_many=True)
    assert choose(WORK, [replace(full, auditors=frozenset({1, 2, ROSA}))]) == Choice(MO, is_too_many=False)


def test_a_months_audits_are_shared_evenly_and_the_same_way_each_time() -> None:
    def shared() -> Counter[int]:
        load: Counter[int] = Counter()
        for number in range(20):
            moderators = [replace(FREE, id=one, load=load[one]) for one in (20, 21, 22)]
            found = choose(replace(WORK, ref=f"2026-11-{number:03}"), moderators)
            assert found is not None
            load[found.moderator_id] += 1
        return load

    assert sorted(shared().values()) == [6, 7, 7]
    assert shared() == shared()


def test_a_share_is_drawn_by_the_reference_and_about_as_large_as_asked() -> None:
    drawn = [is_drawn(f"2026-11-{number:04}", 20) for number in range(2_000)]
    assert drawn == [is_drawn(f"2026-11-{number:04}", 20) for number in range(2_000)]
    assert 0.17 < sum(drawn) / len(drawn) < 0.23
    assert all(is_drawn(f"2026-11-{number:04}", 100) for number in range(50))


@pytest.mark.parametrize(
    ("moderated", "owes"), [(Moderated.NONE, False), (Moderated.ALL, True), (Moderated.LOOPS_DIFFER, False)]
)
def test_what_is_moderated_is_the_councils_to_say(moderated: Moderated, *, owes: bool) -> None:
    assert owes_moderation(Policy(moderated=moderated), "2026-11-007") is owes


def test_a_share_owes_what_is_drawn() -> None:
    policy = Policy(moderated=Moderated.SHARE, moderated_share=50)
    owed = {owes_moderation(policy, f"A{number}") for number in range(30)}
    assert owed == {True, False}


PLANS = PracticeDomain("plans", "Quality of Plans", {})


def test_every_domain_and_the_whole_want_a_grade_and_nothing_else() -> None:
    steps = steps_of([PLANS])
    assert [one.title for one in ungraded(steps, {})] == ["Quality of Plans", "Your overall grade"]
    given = {domain_step("Quality of Plans"): {"rating": "Good"}, OVERALL: {"rating": "Inadequate", "note": "Unsafe."}}
    assert ungraded(steps, given) == []
    auditors = {domain_step("Quality of Plans"): Rating.GOOD, OVERALL: Rating.REQUIRES_IMPROVEMENT}
    plans, whole = pairs_of(steps, given, auditors)
    assert not plans.differs
    assert whole == Pair(OVERALL, "Overall", Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE, "Unsafe.")
    assert whole.differs


@pytest.mark.parametrize(
    ("auditors", "moderators", "finds", "leaves"),
    [
        (Rating.GOOD, Rating.INADEQUATE, True, False),
        (Rating.INADEQUATE, Rating.GOOD, False, True),
        (Rating.INADEQUATE, Rating.INADEQUATE, False, False),
        (Rating.GOOD, Rating.OUTSTANDING, False, False),
    ],
)
def test_a_child_of_concern_follows_the_overall_grade_alone(
    auditors: Rating, moderators: Rating, *, finds: bool, leaves: bool
) -> None:
    pairs = [Pair(OVERALL, "Overall", auditors, moderators), Pair("domain:X", "X", Rating.GOOD, Rating.INADEQUATE)]
    assert (finds_inadequate(pairs), leaves_inadequate(pairs)) == (finds, leaves)
