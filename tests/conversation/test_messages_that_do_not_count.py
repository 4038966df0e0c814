"""What is written and can't be an answer is said to be none: changed afterwards, a picture, a message that failed."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from storage.tables.audits import audit_answer
from tests.conversation.council import Council, heading, starts, walks

VOICE = "Seeing and Hearing the Child"
PICTURE = {"contentType": "image/png", "name": "plan.png"}


async def at_voice(council: Council) -> None:
    council.allocates(council.rosa)
    await walks(council.rosa, await starts(council.rosa), to=VOICE)


def voice(council: Council) -> list[dict[str, str]]:
    return [dict(row.answers) for row in council.rows(audit_answer, step="domain_voice")]


async def test_a_message_that_is_changed_after_it_was_sent_is_answered_by_the_way_to_change_it(
    council: Council,
) -> None:
    rosa = council.rosa
    await at_voice(council)
    await rosa.says("good: Seen in school.")
    before = len(rosa.messages)
    change = {**rosa.activity("messageUpdate", text="good: Seen at home."), "id": rosa._last["id"]}
    change["channelData"] = {**change["channelData"], "eventType": "editMessage"}
    assert (await rosa.delivers(change)).status == 200
    told = await rosa.next_message(before)
    assert "I go by what it said at first. To change an answer, type 'review'" in told.text
    await rosa.delivers(change)
    await rosa.says("help")
    assert len(rosa.messages) == before + 2, "said once, however often Teams tells of it"
    assert voice(council) == [{"rating": "Good", "evidence": "Seen in school."}]


async def test_a_message_that_comes_back_after_it_was_deleted_is_nothing_new(council: Council) -> None:
    rosa = council.rosa
    await rosa.says("help")
    back = rosa.activity("messageUpdate", text="help")
    back["channelData"] = {**back["channelData"], "eventType": "undeleteMessage"}
    before = len(rosa.messages)
    assert (await rosa.delivers(back)).status == 200
    await rosa.says("my audits")
    assert len(rosa.messages) == before + 1


async def test_of_a_picture_sent_with_an_answer_the_words_are_kept_and_that_is_said(council: Council) -> None:
    await at_voice(council)
    before = len(council.rosa.messages)
    picture = {**PICTURE, "contentUrl": f"{council.teams.service_url}v3/attachments/1/views/original"}
    told = await council.rosa.sends(picture, text="good: Seen in school.")
    assert told.text == "I go by your words only: I have not kept the picture or file that came with them."
    assert heading(await council.rosa.next_message(before + 1)) == "Quality of Assessment"
    assert voice(council) == [{"rating": "Good", "evidence": "Seen in school."}]


async def test_an_answer_with_a_file_that_is_no_workbook_is_an_answer(council: Council) -> None:
    await at_voice(council)
    council.teams.onedrive.files["plan.docx"] = b"plan"
    await council.rosa.sends(council.teams.onedrive.attachment("plan.docx"), text="good: Seen in school.")
    assert voice(council) == [{"rating": "Good", "evidence": "Seen in school."}]


async def test_a_picture_alone_is_told_to_be_typed(council: Council) -> None:
    await council.rosa.says("help")
    told = await council.rosa.sends(PICTURE)
    assert told.text == "I can't keep pictures. Please type what matters in it, without names."


@contextmanager
def nothing_can_be_taken(council: Council) -> Iterator[None]:
    """The store refuses every message, as one that is full would."""
    refuse = "CREATE TRIGGER full BEFORE INSERT ON handled_activity BEGIN SELECT RAISE(ABORT, 'full'); END"
    with council.store.engine.begin() as connection:
        connection.execute(text(refuse))
    yield
    with council.store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))


async def test_a_message_that_could_not_be_kept_is_said_to_be_lost_once_it_can_be(council: Council) -> None:
    rosa = council.rosa
    await at_voice(council)
    before = len(rosa.messages)
    failed = rosa.activity("message", text="good: Seen in school.")
    with nothing_can_be_taken(council):
        assert (await rosa.delivers(failed)).status == 500
    told = await rosa.next_message(before)
    assert told.text == "I could not keep your last message. Please send it again. If it happens again, tell QA."
    assert voice(council) == []
    await rosa.delivers({**failed, "id": "f:anew"})
    assert voice(council) == [], "what was said to be lost is not kept behind its writer's back"
    assert heading(await rosa.says("good: Seen in school.")) == "Quality of Assessment"


async def test_a_message_that_failed_and_is_kept_when_it_comes_again_is_not_said_to_be_lost(council: Council) -> None:
    rosa, tom = council.rosa, council.tom
    await at_voice(council)
    before = len(tom.messages)
    failed = rosa.activity("message", text="good: Seen in school.")
    with nothing_can_be_taken(council):
        await rosa.delivers(failed)
        await tom.delivers(tom.activity("message", text="help"))
    assert (await rosa.delivers(failed)).status == 200
    assert "could not keep" in (await tom.next_message(before)).text, "whoever's message failed later has heard of it"
    assert not any("could not keep" in one.text for one in rosa.messages)
    assert voice(council) == [{"rating": "Good", "evidence": "Seen in school."}]
