"""Dip samples: read from a text box, drawn again with the same seed, shared out evenly and never to one's own team."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dip_sample import Reviewer, Sampled, draw, read_lines, read_references, share_out


def test_references_are_parted_by_lines_commas_semicolons_or_spaces_and_kept_once() -> None:
    assert read_references("CS_1, CS_2\n\nCS_3;CS_1\tCS_4  CS_5") == ["CS_1", "CS_2", "CS_3", "CS_4", "CS_5"]
    assert read_lines(" Seen alone? \n\nPlan, up to date?\nSeen alone?") == ["Seen alone?", "Plan, up to date?"]


def test_the_same_seed_draws_the_same_records_in_whatever_order_they_come() -> None:
    drawn = draw(range(100), 10, "DS-1")
    assert draw(list(reversed(range(100))), 10, "DS-1") == drawn
    assert draw(range(100), 10, "DS-2") != drawn
    assert len(set(drawn)) == 10


def test_a_record_that_only_one_may_review_goes_to_them_and_the_others_even_it_out() -> None:
    records = [Sampled(1, 1), Sampled(2, 1), Sampled(3, 2), Sampled(4, 3)]
    ann, ben = Reviewer(10, frozenset({1})), Reviewer(20, frozenset({2}))
    shared, nobodys = share_out(records, [ann, ben])
    assert nobodys == []
    assert (shared[1], shared[2], shared[3]) == (20, 20, 10)
    assert shared[4] == 10
    assert share_out(records, [ann])[1] == [1, 2]
    assert share_out(records, []) == ({}, [1, 2, 3, 4])


@settings(max_examples=60, deadline=None)
@given(
    teams=st.lists(st.integers(1, 4), max_size=30),
    people=st.lists(st.frozensets(st.integers(1, 4), max_size=2), min_size=1, max_size=5),
)
def test_nobody_gets_their_own_team_and_no_record_is_lost(teams: list[int], people: list[frozenset[int]]) -> None:
    records = [Sampled(number, team) for number, team in enumerate(teams)]
    reviewers = [Reviewer(number, own) for number, own in enumerate(people)]
    shared, nobodys = share_out(records, reviewers)
    assert sorted([*shared, *nobodys]) == [one.record_id for one in records]
    for one in records:
        if one.record_id in shared:
            assert one.team_id not in people[shared[one.record_id]]
        else:
            assert all(one.team_id in own for own in people)
    if all(not own for own in people):
        counts = Counter(shared.values())
        assert max(counts.values(), default=0) - min((counts[one.person_id] for one in reviewers), default=0) <= 1
