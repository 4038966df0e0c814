"""What is typed on one device after the audit was returned on another: said, held, and put back at its step."""

from storage.late_words import late_words_of
from storage.tables.audits import audit_answer, late_words
from tests.conversation.council import REVIEW, Council, heading, starts, walks
from tests.fakes_cards import Shown

VOICE = "Seeing and Hearing the Child"
LATE = {"in_rating": "Inadequate", "in_evidence": "Typed on the phone, and precious."}


async def returned_meanwhile(council: Council) -> Shown:
    """A step's card on the phone, of an audit that was returned at the desk."""
    number = council.allocates(council.rosa)
    phone = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    review = await walks(council.rosa, phone)
    assert "returned" in (await council.rosa.presses(review, "Return audit")).words
    with council.unit() as unit:
        assert late_words_of(unit, number) is None
    return phone


def evidence(council: Council) -> str:
    (row,) = council.rows(audit_answer, step="domain_voice")
    return str(row.answers["evidence"])


async def test_what_came_after_the_return_is_held_and_stands_on_its_step_when_the_audit_is_reopened(
    council_on_each: Council,
) -> None:
    rosa = council_on_each.rosa
    phone = await returned_meanwhile(council_on_each)
    before = evidence(council_on_each)
    receipt = await rosa.presses(phone, "Next", LATE)
    assert "What you typed on this card is not in it. Press Reopen to add it: I have kept it" in receipt.words
    assert "precious" not in str(receipt.card), "a receipt holds no case text"
    step = await rosa.presses(receipt, "Reopen")
    assert heading(step) == VOICE
    assert step.inputs == {"in_rating": "Inadequate", "in_evidence": "Typed on the phone, and precious."}
    assert evidence(council_on_each) == before, "it is in the audit only once its writer says so"
    asked = await rosa.presses(step, "Next")
    assert before in asked.words, "what was returned is there to be compared"
    await rosa.presses(asked, "Next")
    assert evidence(council_on_each) == "Typed on the phone, and precious."


async def test_it_is_let_go_once_the_audit_is_returned_again(council: Council) -> None:
    receipt = await council.rosa.presses(await returned_meanwhile(council), "Next", LATE)
    step = await council.rosa.presses(receipt, "Reopen")
    kept = await council.rosa.presses(await council.rosa.presses(step, "Next"), "Keep what is there")
    receipt = await council.rosa.presses(await walks(council.rosa, kept), "Return audit")
    assert council.rows(late_words) == []
    assert heading(await council.rosa.presses(receipt, "Reopen")) == REVIEW


async def test_what_may_not_be_stored_is_not_held_and_that_is_said(council: Council) -> None:
    late = {"in_rating": "Good", "in_evidence": "Seen at SW1A 1AA."}
    receipt = await council.rosa.presses(await returned_meanwhile(council), "Next", late)
    assert "What you typed on this card is not in it. Press Reopen to add it." in receipt.words
    assert "I have kept it" not in receipt.words
    assert council.rows(late_words) == []
