"""Every button by everybody: nothing fails, nobody changes or is shown what is not theirs. More with `make fuzz`."""

from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.verbs import Verb
from tests.fuzz.checks import FEW, a_press_keeps_to_its_own, presses_of
from tests.fuzz.presses import Press
from tests.fuzz.world import WRONG, World

# What fuzzing has found, once more as it was found.
FOUND = {
    "a contact attempt in an audit that was not started": Press(
        "Nils Brandt",
        Verb.SAVE_CONTACT,
        {"audit": "9", "in_whom": "social_worker", "in_day": "2027-01-04", "in_way": "phone", "in_result": "It rang."},
        "execute",
    ),
    "a question about the year 1": Press("Rosa Adeyemi", Verb.ASK_QUESTION, {"question": "0001-01-01"}, "execute"),
    "a figure as it stood in the year 1": Press(
        "Mina Castell",
        Verb.AS_AT_DAY,
        {
            "query": '{"as_at":"2027-01-04","metric":"completion_rate",'
            '"periods":[["month","2026-11-01","2026-11-30","November 2026"]]}',
            "in_day": "0001-01-01",
        },
        "execute",
    ),
    "what nobody was sent": Press("Dan Iqbal", Verb.SENT_TO, {"person": "999999999"}, "execute"),
    "the leave of nobody": Press("Dan Iqbal", Verb.MY_LEAVE, {"person": "999999999"}, "execute"),
    "a deputy for nobody": Press(
        "Dan Iqbal", Verb.NAME_DEPUTY, {"person": "999999999", "in_name": "Nobody there."}, "submit"
    ),
}


@FEW
@given(st.data())
def test_a_press_changes_and_shows_nothing_that_is_not_the_pressers(world: World, data: st.DataObject) -> None:
    a_press_keeps_to_its_own(world, data.draw(presses_of(world)))


@pytest.mark.parametrize("press", FOUND.values(), ids=FOUND)
def test_what_was_found_is_mended(world: World, press: Press) -> None:
    a_press_keeps_to_its_own(world, press)


def test_nobody_who_is_not_served_or_has_no_role_any_more_gets_anything_of_any_button(world: World) -> None:
    for verb, name in [*zip(list(Verb)[::4], cycle(WRONG), strict=False), *((verb, "Exi Norden") for verb in Verb)]:
        carried = {"audit": "1", "task": "1", "concern": "1", "action": "1", "person": "1", "in_why": "It is so."}
        a_press_keeps_to_its_own(world, Press(name, verb, carried, "execute"))
