"""A moderator who reads that a child is at risk raises it then and there; the audit's one entry says who did."""

from domain.words import ConcernAct
from storage.concerns import ALARM
from storage.tables.audits import moderation
from storage.tables.concerns import concern, concern_transition
from storage.tables.service import outbox
from tests.conversation.council import Council, heading, returns, starts
from tests.conversation.moderators import grades, opens, with_moderator
from tests.conversation.test_moderation import WORSE, presses_as
from tests.fakes_people import FakePerson

PHONE_FIRST = "Phone first, then raise the concern"
BUTTON = "Raise immediate concern"


async def test_a_moderator_raises_a_concern_from_a_step_and_goes_on_with_what_was_typed(
    council: Council, mo: FakePerson
) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa, WORSE)
    [opened] = council.rows(concern)
    card = await mo.presses(await opens(council, mo), "Next")
    title = heading(card)
    typed = {"in_rating": "Inadequate", "in_note": "Near LS1 4DY nobody came."}
    form = await mo.presses(card, BUTTON, typed)
    assert heading(form) == PHONE_FIRST
    assert "4820193" not in form.summary
    back = await mo.presses(form, "Go back, nothing to raise")
    assert heading(back) == title
    assert "looks like a postcode" in back.words
    assert {key: back.inputs[key] for key in typed} == typed
    refused = await mo.presses(form, "Raise it now", {"in_what": "Born on 3/4/2011, alone."})
    assert heading(refused) == PHONE_FIRST
    raised = await mo.presses(refused, "Raise it now", {"in_what": "Alone at night, and a door that does not lock."})
    again = await mo.presses(refused, "Raise it now", {"in_what": "Alone at night, and a door that does not lock."})
    assert heading(raised) == heading(again) == "Concern raised"
    on = await mo.presses(raised, "Carry on")
    assert (heading(on), on.inputs["in_note"]) == (title, typed["in_note"])

    [entry] = council.rows(concern)
    assert (entry.id, entry.category) == (opened.id, 1)
    raisings = council.rows(concern_transition, act=ConcernAct.RAISE)
    assert [one.actor_id for one in raisings] == [council.id_of(council.rosa), council.id_of(mo)]
    assert council.rows(outbox, template=ALARM), "the alarm waits for no judgement"
    assert council.rows(moderation)[0].moderated_on is None

    nia = with_moderator(council, "Nia Bell")
    for somebody in (nia, council.tom):
        for verb in ("concern_form", "raise_concern", "continue_moderation"):
            told = await presses_as(somebody, card, f"{somebody.name} {verb}", verb)
            assert "This moderation is not one of yours." in told.words
            assert "CS_5000037" not in told.text

    compared, _ = await grades(mo, on, {title: {"in_rating": "Good", "in_note": ""}})
    assert heading(await mo.presses(compared, BUTTON)) == PHONE_FIRST


async def test_a_concern_typed_while_moderating_is_about_that_audit_or_asks_which(
    council: Council, mo: FakePerson
) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await opens(council, mo)
    form = await mo.says("concern: alone at night")
    assert heading(form) == PHONE_FIRST
    assert form.inputs["in_what"] == "alone at night"
    raised = await mo.presses(form, "Raise it now")
    assert heading(raised) == "Concern raised"
    assert [one.raised_by_id for one in council.rows(concern)] == [council.id_of(mo)]

    council.allocates(mo, "CS_5000038")
    await starts(mo)
    which = await mo.says("concern: the child is alone now")
    assert heading(which) == "Which audit do you mean?"
    form = await mo.presses(which, "The one I moderate")
    assert heading(form) == PHONE_FIRST
    assert form.inputs["in_what"] == "the child is alone now"
