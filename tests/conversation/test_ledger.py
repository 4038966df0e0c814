"""What can be asked of the ledger: who did not get theirs, what was sent to whom and why, who is chased today."""

from datetime import UTC, date, datetime

import pytest

from domain.words import Role
from storage.tables.service import outbox
from tests.conversation.council import Council, heading, returns
from tests.conversation.test_digest import MONDAY, agrees, digests, lines, morning

TUESDAY = datetime(2026, 12, 8, 8, 1, tzinfo=UTC)
WEDNESDAY = datetime(2026, 12, 9, 8, 1, tzinfo=UTC)


async def test_the_ledger_says_what_was_sent_what_was_held_back_and_why(council: Council) -> None:
    audit = council.allocates(council.rosa)
    agrees(council, council.rosa, audit, "Visit weekly.", date(2026, 12, 4))
    await morning(council, MONDAY)
    assert len(digests(council.rosa)) == 1
    sent = await council.dan.says("What did we send to Rosa Adeyemi?")
    assert heading(sent) == "Sent to Rosa Adeyemi"
    assert "Monday 7 December 2026: audit AUD-CS_5000037" in sent.words
    assert "1 working day after Friday 4 December 2026 (its due day), to the person who has it in hand." in sent.words
    assert "a later reminder took its place" in sent.words
    assert "CS_5000037" not in sent.summary
    chased = await council.dan.says("who is being chased today?")
    assert "2 lines, 0 answered since; sent." in chased.words
    why = await council.rosa.says("why was I told?")
    assert "You were told because you have it in hand." in why.words
    assert "1 working day after Friday 4 December 2026 (its due day)." in why.words
    # What leave and a stop hold back is in the ledger too.
    await council.rosa.says("I'm on leave 9-11 December")
    await morning(council, WEDNESDAY)
    assert ("+3", "withheld", "on_leave") in lines(council)
    told = await council.rosa.says("what did you send me?")
    assert "Held back: it was a day of leave." in told.words
    assert "On leave up to and including Friday 11 December 2026: no reminder is sent." in told.words
    await returns(council.rosa)
    answered = await council.dan.presses(chased, "What was sent: Rosa Adeyemi")
    assert "Sent, and answered since." in answered.words


async def test_the_ledger_of_somebody_with_much_is_paged(council: Council) -> None:
    audit = council.allocates(council.rosa)
    for number in range(12):
        agrees(council, council.rosa, audit, f"Step {number}.", date(2026, 12, 4))
    await morning(council, MONDAY)
    first = await council.dan.says("what was sent to rosa")
    assert first.words.count("Monday 7 December 2026: ") == 10
    second = await council.dan.presses(first, "More")
    assert "Monday 7 December 2026: " in second.words


@pytest.mark.parametrize(
    ("status", "outcome", "said", "way_on"),
    [
        ("unreachable", "app_removed", "they have removed auditbot from Teams", "add auditbot in Teams again"),
        ("failed", "http_400", "Teams did not take it (http_400)", "Tell them yourself"),
        ("uncertain", "timeout", "Teams did not say whether it arrived", "The next list has what is open"),
        ("lapsed", "day_over", "The day was over before it could go", "The next list has what is open"),
        (
            "pending",
            None,
            "It waits, and is tried from Friday 11 December 2026 at 08:00",
            "You don't need to do anything",
        ),
    ],
)
async def test_qa_hears_who_did_not_get_theirs_and_what_to_do(
    council: Council, status: str, outcome: str | None, said: str, way_on: str
) -> None:
    council.allocates(council.rosa)
    await morning(council, MONDAY)
    assert "Nothing that was owed today is missing." in (await council.dan.says("Who didn't get theirs?")).words
    with council.unit() as unit:
        theirs = outbox.update().where(outbox.c.template == "digest")
        unit.connection.execute(
            theirs.values(status=status, outcome=outcome, not_before=datetime(2026, 12, 11, 8, 0, tzinfo=UTC))
        )
    listed = await council.dan.says("who did not get theirs today?")
    assert "Rosa Adeyemi" in listed.words
    assert said in listed.words
    assert way_on in listed.words
    council.is_now(TUESDAY)
    assert "Rosa Adeyemi" in (await council.dan.presses(listed, "This week")).words
    assert "Rosa Adeyemi" in (await council.dan.says("who did not get their list yesterday")).words


async def test_qa_sees_whom_nothing_reaches_and_what_to_do(council: Council) -> None:
    council.allocates(council.rosa)
    await council.rosa.uninstalls()
    await morning(council, MONDAY)
    listed = await council.dan.says("unreachable people")
    assert "They have removed auditbot from Teams." in listed.words
    assert "Ask them to add auditbot in Teams again." in listed.words
    council.employs("Aisha Bello", Role.AUDITOR)
    council.employs("Aisha Brook", Role.AUDITOR)
    assert "Several people fit “aisha”" in (await council.dan.says("what did we send to Aisha?")).text


async def test_the_ledger_of_others_is_for_qa_alone(council: Council) -> None:
    council.allocates(council.rosa)
    await morning(council, MONDAY)
    sent = await council.dan.says("what did we send to Rosa Adeyemi?")
    for words in ("who did not get theirs?", "what did we send to Rosa?", "who is being chased?", "unreachable people"):
        assert "That is for the QA team." in (await council.tom.says(words)).text
    chased = await council.dan.says("who is being chased today")
    foreign = await council.tom.presses(chased, "What was sent")
    assert "That is for the QA team." in foreign.text
    assert "AUD-" in sent.words
    assert "AUD-" not in foreign.words
