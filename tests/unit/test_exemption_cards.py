"""What the cards about exemptions say and offer, and what they never say."""

import pytest

from tests.fakes_cards import Shown
from tests.unit.every_card import every_card

CARDS = every_card("plain")


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("exemption", ["Ask", "Cancel"]),
        ("exemption refused", ["Ask", "Cancel"]),
        ("exemption, no month", ["My exemptions"]),
        ("exemption on one's own word", ["Undo", "My exemptions"]),
        ("exemption asked for", ["My exemptions", "My audits"]),
        ("my exemptions, none", ["Ask for an exemption", "My audits"]),
        ("my exemptions", ["Take it back"] * 2 + ["Start audit", "Start audit", "Undo"] * 2 + ["My audits"]),
        ("exemption declined, told", ["My exemptions", "My audits"]),
        ("request", ["Approve", "Decline", "All requests"]),
        ("request from the digest", ["Approve", "Decline", "Back to the list"]),
        ("request for health", ["Approve", "Decline", "All requests"]),
        ("request approved", ["Undo", "All requests"]),
        ("request approved long ago", ["All requests"]),
        ("decline", ["Decline", "Back"]),
        ("requests, none", []),
        ("requests", ["Look at it"] * 12),
        ("exemptions", [*["End it"] * 10, "More", "Record one", "November 2026", "January 2027"]),
        ("exemptions, none", ["Record one", "November 2026", "January 2027"]),
        ("record an exemption", ["Record it", "Cancel"]),
        ("end an exemption", ["End it", "Cancel"]),
    ],
)
def test_a_card_about_exemptions_has_its_buttons(name: str, titles: list[str]) -> None:
    assert Shown(card=CARDS[name]).buttons == titles


@pytest.mark.parametrize("name", ["exemption, every one asked for", "my exemptions, none", "my exemptions"])
def test_how_many_are_left_to_ones_own_word_is_said(name: str) -> None:
    words = Shown(card=CARDS[name]).words
    assert "2026/27" in words
    assert ("1 of 2" in words) or ("goes to a director" in words)


def test_a_request_for_health_says_the_word_and_nothing_more() -> None:
    words = Shown(card=CARDS["request for health"]).words
    assert "health" in words
    assert "In their words" not in words


def test_what_approving_does_to_the_rates_stands_beside_the_history() -> None:
    words = Shown(card=CARDS["request"]).words
    for said in ("2 besides health and leave", "stays at 45 of 59 (76%)", "from 45 of 52 (87%) to 45 of 51 (88%)"):
        assert said in words


def test_an_ended_exemption_says_why_to_whoever_it_was_for() -> None:
    words = Shown(card=CARDS["exemption undone, told"]).words
    assert "stands as it did before" in words
    assert "Seen alone twice, and heard." in words
