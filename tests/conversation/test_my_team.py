"""A manager's page: what came back, acknowledged and discussed; what is owed; what audits say; who sees which team."""

from datetime import date

from domain.words import AllocationStatus, Heed, Post, Rating, Role
from storage.tables.acknowledgements import audit_acknowledgement
from storage.tables.allocations import allocation
from storage.tables.service import policy_setting
from tests.conversation.audited_work import was_audited
from tests.conversation.council import BIRCH, Council, heading, returns
from tests.fakes_people import FakePerson

REF = "CS_5000037"
AT_RISK = {"Overall grade": {"in_rating": "Requires Improvement"}, "Is it getting worse?": {"in_at_risk": "yes"}}


def nothing_is_moderated(council: Council) -> None:
    row = {"name": "moderated", "value": "none", "effective_from": date(2026, 11, 1)}
    with council.unit() as unit:
        unit.connection.execute(policy_setting.insert().values(**row, set_at=unit.now))


async def one_is_back(council: Council, case_ref: str = REF) -> int:
    number = council.allocates(council.rosa, case_ref)
    await returns(council.rosa)
    return number


async def test_a_manager_reads_acknowledges_and_discusses_an_audit(council_on_each: Council) -> None:
    council = council_on_each
    nothing_is_moderated(council)
    await one_is_back(council)
    page = await council.tom.says("my team")
    assert heading(page) == "Alder Vale 1"
    assert "1, of them 1 to acknowledge" in page.words
    assert f"Reference {REF}, November 2026: Good" in page.words
    audit = await council.tom.presses(page, "Read it")
    for words in ("A trusting bond with the worker.", "Supervision wants a rhythm.", "No actions were agreed."):
        assert words in audit.words
    read = await council.tom.presses(audit, "Acknowledge")
    assert "Acknowledged by Tom Lindqvist on Friday 20 November 2026." in read.words
    assert "Acknowledge" not in read.buttons
    await council.time_passes(days=4)
    of_the_head = await council.hal.presses(page, "Acknowledge")
    assert "Acknowledged already: it stands below who it was, and when." in of_the_head.words
    assert "Hal Morgan" not in of_the_head.words
    twice = await council.tom.presses(page, "Acknowledge")
    assert "Acknowledged by Tom Lindqvist on Friday 20 November 2026." in twice.words
    talked = await council.tom.presses(twice, "We discussed it")
    assert "Discussed by Tom Lindqvist on Tuesday 24 November 2026." in talked.words
    kept = [(row.what, row.version, row.on_day) for row in council.rows(audit_acknowledgement)]
    assert kept == [(Heed.ACKNOWLEDGED, 1, date(2026, 11, 20)), (Heed.DISCUSSED, 1, date(2026, 11, 24))]
    page = await council.tom.presses(talked, "Back to the team")
    assert "1, of them 0 to acknowledge" in page.words
    assert "Acknowledge" not in page.buttons


async def test_what_several_audits_say_is_listed_by_audit_and_words_that_come_back_are_counted(
    council: Council,
) -> None:
    nothing_is_moderated(council)
    for number, areas in enumerate(("Supervision is late.", "Supervision notes are thin.", "Plans lack dates."), 1):
        council.allocates(council.rosa, f"CS_{number}")
        await returns(council.rosa, {"Strengths and areas to improve": {"in_strengths": "Kind.", "in_areas": areas}})
    said = await council.tom.presses(await council.tom.says("my team"), "Strengths and areas")
    for words in ("Supervision is late.", "Plans lack dates.", "Reference CS_2, November 2026"):
        assert words in said.words
    assert "Words in several audits: supervision (2)." in said.words


async def test_heads_directors_and_qa_choose_a_team_and_nobody_else_sees_one(council: Council) -> None:
    nothing_is_moderated(council)
    await one_is_back(council)
    vera = council.employs("Vera Lund", Role.TEAM_MANAGER, team_id=BIRCH)
    council.holds(vera, Post.TEAM_MANAGER, BIRCH)
    page = await council.tom.says("my team")
    audit = await council.tom.presses(page, "Read it")
    for somebody in (council.mina, council.dan):
        chosen = await somebody.says("my team")
        assert heading(chosen) == "My teams"
        assert "1 to acknowledge, 0 of concern, 0 actions overdue" in chosen.words
        team = await somebody.presses(chosen, "Look at it: Alder Vale 1")
        assert "Acknowledge" not in team.buttons, "whoever leads the team acknowledges"
        told = await somebody.presses(audit, "Acknowledge")
        assert told.text.startswith("Whoever leads the team acknowledges its audits.")
        assert heading(await somebody.says("team page birch")) == "Birch Way 2"
    assert heading(await council.hal.says("my team")) == "Alder Vale 1"
    for wrong in (vera, council.sue, council.rosa):
        for card, title in (
            (audit, "Acknowledge"),
            (audit, "We discussed it"),
            (page, "Read it"),
            (audit, "Back to the team"),
            (page, "Strengths and areas"),
        ):
            told = await wrong.presses(card, title)
            assert REF not in told.text
            assert told.text.startswith(("There is no such audit", "That is none of your teams.", "This page is for"))
    assert council.rows(audit_acknowledgement) == []
    assert "No team of yours is called “alder”" in (await vera.says("team page alder")).words


async def test_nobody_reads_of_an_audit_before_its_outcome_what_it_found(council: Council) -> None:
    number = council.allocates(council.rosa)
    await returns(council.rosa, AT_RISK)
    found = ("Requires Improvement", "A trusting bond with the worker.", "Supervision wants a rhythm.")
    for somebody in (council.tom, council.hal, council.mina, council.dan):
        page = await somebody.says("team page alder")
        assert f"Reference {REF}, November 2026: its outcome is still to come" in page.words
        assert "1, of them 0 to acknowledge" in page.words
        assert "Not on the record yet 0" in " ".join(page.words.split())
        assert not {"Read it", "Acknowledge"} & set(page.buttons)
        words = await somebody.presses(page, "Strengths and areas")
        listed = await somebody.says("watch list")
        assert "No child is on the list." in listed.words
        assert "ever at risk" not in listed.words
        assert REF not in listed.words
        assert not any(one in shown.words for one in found for shown in (page, words))
    with council.unit() as unit:
        sent_back = allocation.update().where(allocation.c.id == number)
        unit.connection.execute(sent_back.values(status=AllocationStatus.UPLOADED))
    page = await council.tom.says("my team")
    assert "1, of them 1 to acknowledge" in page.words
    assert "1 child on the list" in (await council.tom.says("watch list")).words
    read = await council.tom.presses(page, "Read it")
    assert all(one in read.words for one in found)
    with council.unit() as unit:
        unit.connection.execute(sent_back.values(status=AllocationStatus.SENT_BACK))
    late = await council.tom.presses(read, "Acknowledge")
    assert "What this audit found stands here once it has its outcome." in late.words
    assert not any(one in late.words for one in found)
    assert council.rows(audit_acknowledgement) == []
    page = await council.tom.says("my team")
    assert f"Reference {REF}, November 2026: with its auditor again" in page.words, "it stays an audit that came back"
    assert "1, of them 0 to acknowledge" in page.words


async def test_a_deputy_sees_and_acknowledges_for_whom_they_stand_in(council: Council) -> None:
    nothing_is_moderated(council)
    await one_is_back(council)
    dora: FakePerson = council.employs("Dora Finch", Role.TEAM_MANAGER, team_id=BIRCH)
    assert "This page is for those who lead a team." in (await dora.says("my team")).words
    council.deputises(dora, for_=council.tom)
    page = await dora.says("my team")
    read = await dora.presses(page, "Acknowledge")
    assert "Acknowledged by Dora Finch" in read.words


async def test_a_long_list_is_gone_through_page_by_page_and_keeps_its_place_from_any_card(council: Council) -> None:
    for number in range(8):
        was_audited(council, number, Rating.GOOD)
    page = await council.tom.says("my team")
    assert page.buttons.count("Read it") == 6
    rest = await council.tom.presses(page, "More audits")
    assert rest.buttons.count("Read it") == 2
    assert "More audits" not in rest.buttons
    await council.tom.presses(rest, "Acknowledge")
    assert "8, of them 7 to acknowledge" in (await council.tom.says("my team")).words
