"""Which change of an allocation's state is allowed, and what is said of one that is not."""

from itertools import product

import pytest

from domain.errors import NotAllowedError
from domain.lifecycle import TRANSITIONS, WITH_THE_AUDITOR, check_transition, standing
from domain.words import AllocationStatus as S

# DOMAIN, "Lifecycle of an allocation", read arrow by arrow.
ALLOWED = {
    (S.ALLOCATED, S.STARTED),
    (S.ALLOCATED, S.RETURNED),  # an audit kept on paper comes by import
    (S.ALLOCATED, S.EXEMPTED),
    (S.ALLOCATED, S.WITHDRAWN),
    (S.STARTED, S.RETURNED),
    (S.STARTED, S.EXEMPTED),
    (S.STARTED, S.WITHDRAWN),
    (S.RETURNED, S.SENT_BACK),
    (S.RETURNED, S.MODERATED),
    (S.RETURNED, S.UPLOADED),  # where policy asks for no moderation
    (S.SENT_BACK, S.RETURNED),
    (S.SENT_BACK, S.WITHDRAWN),
    (S.MODERATED, S.SENT_BACK),
    (S.MODERATED, S.UPLOADED),
    (S.EXEMPTED, S.STARTED),  # exempt for the month, and done all the same
    (S.EXEMPTED, S.RETURNED),
    (S.EXEMPTED, S.WITHDRAWN),
}
PAIRS = sorted(product(S, S))

SAID = {
    S.ALLOCATED: "This audit has been allocated and not started yet",
    S.STARTED: "This audit has been started",
    S.RETURNED: "This audit has already been returned",
    S.SENT_BACK: "This audit was sent back to the auditor",
    S.MODERATED: "This audit has been moderated",
    S.UPLOADED: "This audit is on the child's record",
    S.EXEMPTED: "This audit is exempt for the month",
    S.WITHDRAWN: "This audit was withdrawn",
}


@pytest.mark.parametrize(("old", "new"), [pair for pair in PAIRS if pair in ALLOWED])
def test_the_lifecycle_allows_the_change(old: S, new: S) -> None:
    check_transition(old, new)
    assert new in TRANSITIONS[old]


@pytest.mark.parametrize(("old", "new"), [pair for pair in PAIRS if pair not in ALLOWED])
def test_a_refused_change_says_where_the_audit_stands_and_what_to_do(old: S, new: S) -> None:
    with pytest.raises(NotAllowedError) as refused:
        check_transition(old, new)
    words = str(refused.value)
    assert words.startswith(f"{SAID[old]}, so it can't be ")
    assert "_" not in words
    assert words.endswith("Type 'my audits' to see yours.")


def test_every_state_has_its_changes_and_its_words() -> None:
    assert set(TRANSITIONS) == set(S)
    for status in S:
        assert f"This audit {standing(status)}" == SAID[status]


def test_what_is_returned_or_over_is_not_with_the_auditor() -> None:
    assert {S.ALLOCATED, S.STARTED, S.SENT_BACK} == WITH_THE_AUDITOR


def test_every_state_but_the_first_can_be_reached_and_two_are_ends() -> None:
    reached = {new for ways_on in TRANSITIONS.values() for new in ways_on}
    assert reached == set(S) - {S.ALLOCATED}
    assert {status for status, ways_on in TRANSITIONS.items() if not ways_on} == {S.UPLOADED, S.WITHDRAWN}
