"""Whatever comes to the door: no failure, and an answer that can be read. `make fuzz` sends it by the ten thousand."""

from typing import Any

from hypothesis import given

from tests.fuzz.checks import FEW, a_body_is_answered, an_activity_is_answered, odd_acts
from tests.fuzz.odd import anything
from tests.fuzz.world import World


@FEW
@given(odd_acts)
def test_an_odd_activity_is_answered_and_never_fails(world: World, odd: Any) -> None:
    an_activity_is_answered(world, odd)


@FEW
@given(anything)
def test_a_body_that_is_no_activity_is_answered_and_never_fails(world: World, body: Any) -> None:
    a_body_is_answered(world, body)
