"""What is tried, and what must hold of it: the same for the few tries of the tests and for the many of `make fuzz`."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from cards.verbs import ACTION_ID, VERB
from tests.fakes_people import FakePerson
from tests.fuzz.activities import changed, odd_activities
from tests.fuzz.held import is_told_nothing, is_well, keeps_to_their_own
from tests.fuzz.odd import anything, wire
from tests.fuzz.presses import Press, action_id, buttons_of_all_cards, by_verb, presses
from tests.fuzz.world import WRONG, World

# The same ones on every machine and at every run: whoever wants others asks for many.
FEW = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

_SERVED = ("Rosa Adeyemi", "Tom Lindqvist", "Mina Castell", "Mo Tanner", "Sid Ferrer", "Lea Quist", "Exi Norden")
odd_acts = st.tuples(st.sampled_from([*_SERVED, "Dan Iqbal", *WRONG]), odd_activities)


def an_activity_is_answered(world: World, odd: Any) -> None:
    """Somebody sends an activity that is odd in one way or another."""
    name, (fields, changes) = odd
    somebody = world.named(name)
    sent = wire(_activity(somebody, fields, changes))
    answer = world.sends(sent)
    is_well(answer)
    if changes:  # it may be somebody else's by now, or of nobody
        return
    if name in WRONG:
        is_told_nothing(answer)
    else:
        keeps_to_their_own(answer, world.own, world.council.ids[name], sent.decode())


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


def a_press_keeps_to_its_own(world: World, press: Press) -> None:
    """Somebody presses a button that may never have been theirs: nothing of anybody else's changes or is shown."""
    somebody = world.named(press.name)
    sent = wire(_pressed(somebody, press))
    answer = world.sends(sent)
    world.tally(press.verb, answer)
    is_well(answer)
    if press.name in WRONG:
        is_told_nothing(answer)
    else:
        keeps_to_their_own(answer, world.own, world.council.ids[press.name], sent.decode())


def _pressed(somebody: FakePerson, press: Press) -> Any:
    carried = {ACTION_ID: action_id(), **press.carried}
    if press.way == "submit":
        return somebody.activity("message", value={**carried, VERB: press.verb}, replyToId="sent-1")
    action = {"type": "Action.Execute", "verb": press.verb, "data": carried}
    value = {"action": action, "trigger": "automatic" if press.way == "automatic" else "manual"}
    return somebody.activity("invoke", name="adaptiveCard/action", value=value, replyToId="sent-1")


@cache
def presses_of(world: World) -> st.SearchStrategy[Press]:
    """Presses by everybody there is, of every button that is known."""
    names = tuple(one.name for one in world.council.teams.people)
    # Of what is drawn for nobody, most is QA's: they come more often than others.
    return presses((*names, "Dan Iqbal", "Dan Iqbal", "Dan Iqbal"), by_verb((*world.met, *buttons_of_all_cards())))


# What `make fuzz` tries, each by its name: the examples, of a world, and the check.
MANY: Mapping[str, tuple[Callable[[World], st.SearchStrategy[Any]], Callable[[World, Any], None]]] = {
    "activities": (lambda _world: odd_acts, an_activity_is_answered),
    "presses": (presses_of, a_press_keeps_to_its_own),
    "bodies": (lambda _world: anything, a_body_is_answered),
}
