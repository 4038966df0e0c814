"""Whoever is to grade a record reads nowhere before then how another has graded it, whatever else they are."""

from typing import Any

from domain.words import AllocationKind, Role
from storage.tables.allocations import allocation
from tests.conversation.council import BIRCH, Council, returns
from tests.conversation.moderators import REF, grades, opens, sets_policy, with_moderator
from tests.fakes_people import FakePerson

RISKY = {"Overall grade": {"in_rating": "Requires Improvement"}, "Is it getting worse?": {"in_at_risk": "yes"}}
TOLD = "One audit is left out: you are to grade that record yourself."


async def words_of(reader: FakePerson, *typed: str) -> str:
    """All that somebody reads who types all of that."""
    return " ".join([(await reader.says(one)).words for one in typed])


def second_auditor(council: Council, *roles: Role) -> FakePerson:
    """The other auditor of the one audit that there is, in a loop with it."""
    ines = council.employs("Ines Varga", Role.AUDITOR, *roles, team_id=BIRCH)
    with council.unit() as unit:
        unit.connection.execute(allocation.update().values(loop_ref="L1", kind=AllocationKind.LOOPED))
        row: dict[str, Any] = dict(unit.connection.execute(allocation.select()).mappings().one())
        del row["id"]
        row |= {"ref": f"{REF}-2", "auditor_id": council.id_of(ines)}
        unit.connection.execute(allocation.insert().values(row))
    return ines


async def test_half_of_a_loop_is_sealed_from_the_other_auditor_who_is_a_director_and_of_qa(
    council_on_each: Council,
) -> None:
    council = council_on_each
    sets_policy(council, "moderated", "none")
    council.allocates(council.rosa)
    ines = second_auditor(council, Role.DIRECTOR, Role.QA)
    await returns(council.rosa, RISKY)
    await council.time_passes(minutes=6)
    pages = await words_of(ines, "team page Alder Vale 1", "watch list", "my team")
    figures = await words_of(
        ines, "ratings by auditor this month", "requires improvement rate this month", "which ones?", "at risk rate"
    )
    assert "Requires Improvement ·" not in pages
    assert "at risk of decline:" not in pages
    assert f"{REF}" not in figures
    assert "100%" not in figures
    # What families said is counted for whoever grades no record of it; for her it says what is left out.
    heard = await council.dan.says("feedback this month")
    assert TOLD not in heard.words
    sealed = await ines.says("feedback this month")
    assert TOLD in sealed.words
    assert "The workbook holds grades that you may not see yet" in (await ines.says("export")).words

    await returns(ines, RISKY)
    await council.service.let_time_pass()
    again = await ines.says("requires improvement rate this month")
    assert TOLD not in again.words
    assert "100%" in again.words
    assert "I'm writing the workbook." in (await ines.says("export")).words


async def test_what_a_moderator_is_to_grade_first_is_sealed_from_them_who_is_a_director_too(council: Council) -> None:
    sets_policy(council, "moderated", "all")
    mo = with_moderator(council, "Mo Tanner", Role.MODERATOR, Role.DIRECTOR)
    council.allocates(council.rosa)
    await returns(council.rosa)
    card = await opens(council, mo)
    asked = ("good rate this month", "ratings by auditor this month", "teams with three or more good audits")
    for question in asked:
        answer = await mo.says(question)
        assert TOLD in answer.words, question
        assert "Rosa Adeyemi" not in answer.words
        assert TOLD not in (await council.mina.says(question)).words
    assert REF not in (await words_of(mo, "good rate this month", "which ones?"))
    assert REF in (await words_of(council.mina, "good rate this month", "which ones?"))
    # Whether it came back is no grade.
    assert TOLD not in (await mo.says("completion rate this month")).words

    await grades(mo, card)
    unsealed = await mo.says("good rate this month")
    assert TOLD not in unsealed.words
    assert "100%" in unsealed.words


async def test_a_figure_with_a_sealed_audit_is_frozen_by_somebody_else_of_qa(council: Council) -> None:
    sets_policy(council, "moderated", "none")
    ines = council.employs("Ines Varga", Role.AUDITOR, team_id=BIRCH)
    council.allocates(ines, case_ref="CS_5000041")
    await returns(ines, RISKY)
    sets_policy(council, "moderated", "all")
    mo = with_moderator(council, "Mo Tanner", Role.MODERATOR, Role.QA)
    council.allocates(council.rosa)
    await returns(council.rosa)
    await opens(council, mo)
    counted = await mo.says("good rate this month")
    assert TOLD in counted.words
    assert "0 Good or Outstanding of 1" in counted.words
    refused = await mo.presses(counted, "Freeze this figure")
    assert "ask somebody else of the QA team to freeze it" in refused.words
    whole = await council.dan.says("good rate this month")
    assert "1 Good or Outstanding of 2" in whole.words
    assert "50%" in (await council.dan.presses(whole, "Freeze this figure")).words
    said = await mo.says("what did we say about good rate this month?")
    assert "That figure counts an audit that you are to grade yourself" in said.words
    assert "50%" not in said.words
