"""Calibration: each sees their own, QA everybody's; by the figures' own computation, and refused under twenty pairs."""

from datetime import date

from domain.words import AllocationStatus, Rating, Role
from storage.statements import insert_returning_id
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import audit, moderation
from tests.conversation.council import ALDER, BIRCH, Council, heading, helped
from tests.conversation.moderators import with_moderator
from tests.fakes_people import FakePerson

DAY = date(2026, 10, 20)


def moderated(council: Council, auditor: FakePerson, moderator: FakePerson, *pairs: tuple[Rating, Rating]) -> None:
    """Audits that came back and were moderated: the auditor's grade, the moderator's."""
    with council.unit() as unit:
        for number, (own, judged) in enumerate(pairs):
            ref = f"{auditor.name}-{number}"
            case = {"case_ref": ref, "team_id": ALDER, "legal_status": "CIN"}
            row = {
                "ref": ref,
                "month": "2026-10",
                "case_id": insert_returning_id(unit, case_record, **case),
                "auditor_id": council.id_of(auditor),
                "kind": "core",
                "allocated_on": date(2026, 10, 1),
                "due_on": DAY,
                "team_id": ALDER,
                "service": "CSC",
                "legal_status": "CIN",
                "status": AllocationStatus.MODERATED,
                "returned_on": DAY,
            }
            key = insert_returning_id(unit, allocation, **row)
            unit.connection.execute(audit.insert().values(allocation_id=key, overall=own, returned_at=unit.now))
            by = {"moderator_id": council.id_of(moderator), "source": "chat", "recorded_at": unit.now}
            values = {"allocation_id": key, "overall": judged, "met_standard": True, "moderated_on": DAY}
            insert_returning_id(unit, moderation, **values, **by)


GOOD, RI, BAD = Rating.GOOD, Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE


async def test_each_sees_their_own_and_qa_everybodys(council: Council) -> None:
    mo = with_moderator(council)
    ines = council.employs("Ines Varga", Role.AUDITOR, team_id=BIRCH)
    moderated(council, council.rosa, mo, *[(GOOD, GOOD)] * 10, *[(RI, RI)] * 8, (GOOD, RI), (GOOD, RI), (RI, GOOD))
    moderated(council, ines, mo, (GOOD, BAD), (GOOD, GOOD))

    mine = await council.rosa.says("my calibration")
    assert heading(mine) == "My calibration"
    for words in ("As an auditor", "86% (18 of 21)", "5% (1 of 21)", "10% (2 of 21)", "95% interval", "21 pairs)"):
        assert words in mine.words
    assert "Varga" not in mine.words
    few = await ines.presses(await helped(ines, "My calibration"), "My calibration")
    assert "no data: 2 of the 20 pairs that are needed" in few.words
    assert "50% (1 of 2)" in few.words
    as_moderator = (await mo.says("my calibration")).words
    assert "As a moderator" in as_moderator
    assert "23 pairs)" in as_moderator

    everybody = await council.dan.presses(await helped(council.dan, "Calibration"), "Calibration")
    for words in ("Rosa Adeyemi, auditor", "Ines Varga, auditor", "Mo Tanner, moderator", "21 pairs)"):
        assert words in everybody.words
    for outsider in (council.rosa, mo, council.mina):
        told = await outsider.says("calibration")
        assert "That is for the QA team." in told.words
        assert "Varga" not in told.words
    assert "Calibration is for auditors and moderators." in (await council.tom.says("my calibration")).words
