"""What is tried, and what must hold of it: the same for the few tries of the tests and for the many of `make fuzz`."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.fakes_people import FakePerson
from tests.fuzz.activities import changed, odd_activities
from tests.fuzz.held import is_told_nothing, is_well
from tests.fuzz.odd import anything, wire
from tests.fuzz.world import WRONG, World

# The same ones on every machine and at every run: whoever wants others asks for many.
FEW = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

odd_acts = st.tuples(st.sampled_from(["Rosa Adeyemi", "Dan Iqbal", *WRONG]), odd_activities)


def an_activity_is_answered(world: World, odd: Any) -> None:
    """Somebody sends an activity that is odd in one way or another."""
    name, (fields, changes) = odd
    somebody = world.named(name)
    answer = world.sends(wire(_activity(somebody, fields, changes)))
    is_well(answer)
    if name in WRONG and not changes:
        is_told_nothing(answer)


def a_body_is_answered(world: World, body: Any) -> None:
    """Something comes that is no activity."""
    answer = world.sends(wire(body))
    is_well(answer)
    assert answer.changes == []


def _activity(somebody: FakePerson, fields: Any, changes: Any) -> Any:
    more = {key: value for key, value in fields.items() if key != "type"}
    activity: Any = somebody.activity(fields["type"], **more)
    for place, how, value in changes:
        activity = changed(activity, place, how, value)
    return activity


# What `make fuzz` tries, each by its name: the examples, of a world, and the check.
MANY: Mapping[str, tuple[Callable[[World], st.SearchStrategy[Any]], Callable[[World, Any], None]]] = {
    "activities": (lambda _world: odd_acts, an_activity_is_answered),
    "bodies": (lambda _world: anything, a_body_is_answered),
}
