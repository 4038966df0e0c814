"""How much of a long digest stands on its card, and that every line can be come by."""

from datetime import date

import pytest

from cards.digest import SHOWN_IN_ALL, SHOWN_OF_ONE, DigestView, Group, RollUpLine, digest_card, rest_card
from cards.elements import shown
from tests.fakes_cards import Shown
from tests.unit.every_digest_card import entry

DAY = date(2026, 12, 7)


def view(**counts: int) -> DigestView:
    return DigestView(
        DAY, [entry(Group(group), number, group) for group, count in counts.items() for number in range(count)], "QA"
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"own_audits": 16}, {"own_audits": 16}),
        ({"own_audits": 17}, {"own_audits": 16}),
        ({"own_audits": 1, "own_actions": 2, "records": 40}, {"own_audits": 1, "own_actions": 2, "records": 13}),
        ({"own_audits": 40, "peoples_audits": 40}, {"own_audits": 8, "peoples_audits": 8}),
        (
            {group.value: 40 for group in Group},
            {group.value: 1 if place < 8 else 2 for place, group in enumerate(Group)},
        ),
        ({"own_audits": 40, "records": 40, "approvals": 40}, {"own_audits": 5, "records": 6, "approvals": 5}),
    ],
)
def test_short_groups_are_shown_whole_and_leave_their_room_to_long_ones(
    counts: dict[str, int], expected: dict[str, int]
) -> None:
    words = Shown(card=shown(digest_card(view(**counts), "id"))).words
    assert {group: words.count(f"{group}: reference") for group in counts} == expected
    assert sum(expected.values()) <= SHOWN_IN_ALL


def test_every_line_is_shown_on_some_page() -> None:
    whole = view(own_audits=70, own_actions=3)
    seen, start = [], 0
    while start < 70:
        words = Shown(card=shown(rest_card(whole, Group.OWN_AUDITS, start, "id"))).words
        seen += [number for number in range(70) if f"reference {4820193 + number}" in words]
        start += SHOWN_OF_ONE
    assert seen == list(range(70))


def test_the_group_and_its_size_are_said_aloud_without_a_reference() -> None:
    said = digest_card(view(own_audits=2, peoples_actions=1_000), "id").speak
    assert said is not None
    assert "Your audits: 2. Actions of people you manage: 1,000." in said
    assert "reference" not in said


def test_a_directors_services_add_up_to_the_total_however_many_they_are() -> None:
    services = [RollUpLine(f"Service {number}", 100, 60 - number) for number in range(60)]
    words = Shown(card=shown(digest_card(DigestView(DAY, [], "QA", services), "id"))).words
    assert "20 more services" in words
    assert f"{sum(range(1, 21)):,} overdue of 2,000 open" in words
    assert f"{sum(range(1, 61)):,} overdue of 6,000 open" in words
