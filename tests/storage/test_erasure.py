"""Erasing a child's record, or somebody who has left: nothing of them is found any more, and every figure stays."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Insert, Table, func, literal, select

from domain.errors import BadInputError, NotAllowedError
from domain.words import Rating
from storage import record
from storage.data_map import Ground
from storage.erased_words import subject_digest
from storage.erasure import Asked, Planned, erase, plan_to_erase
from storage.erasure_done import begin_erasure
from storage.handled import note_said
from storage.holds import Subject, hold, lift, subject_named
from storage.retention import not_erased
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import agreed_action, audit, moderation
from storage.tables.concerns import concern
from storage.tables.erasures import HoldKind, erased_row, erasure
from storage.tables.moderation import loop_meeting
from storage.tables.people import person
from storage.tables.questions import frozen_figure
from storage.tables.registers import dip_sample, escalation, impact_survey
from storage.tables.service import event, pace_line, qa_task
from storage.tables.surveys import survey_respondent
from tests.storage.eventful_councils import EventfulCouncil
from tests.storage.filled_rows import THEN, fill, kept_texts, places_of, tables_by
from tests.storage.imports import tried
from tests.storage.written_councils import workbook_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
REASON = "The family asked for it, and the panel agreed."
BY_COMMAND = Actor("command")
DAY = THEN.date()
CHAT = "Zinnia in channel_address.conversation_id"


FILLED = sorted({*tables_by(Ground.CASE), *tables_by(Ground.PERSON)} - {"person", "event"})


def a_council(unit: Unit) -> None:
    """Two records and two people, each with words of its own in every text."""
    fill(unit, ["team", "framework_version", "verification_draw"], "Alder")
    for told in ("Wren", "Zinnia"):
        fill(unit, ["person", "dip_sample"], told)
        fill(unit, FILLED, told)
        who = unit.connection.execute(select(func.max(person.c.id))).scalar_one()
        audit = unit.connection.execute(select(func.max(allocation.c.id))).scalar_one()
        note_said(unit, audit, f"{told} said so")
        seen = Unit(unit.connection, unit.now, Actor("chat", who, f"{told}'s account"))
        record.write(seen, "saw_audit", "allocation", audit, account=f"{told} in channel_address.object_id")


def left_of(unit: Unit, ground: Ground) -> set[tuple[str, str]]:
    """Where the second record, or the second person, is still to be found in what belongs to it."""
    kept = kept_texts(ground) | ({("qa_task", "dedupe"), ("allocation", "replaced_by")})
    return set(places_of(unit, "Zinnia")) - kept


def planned(unit: Unit, kind: HoldKind, name: str) -> Planned:
    return plan_to_erase(unit, subject_named(unit, kind, name))


def test_of_an_erased_record_nothing_is_found_in_any_column_and_all_of_another_one_is(store: Store) -> None:
    with store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
        before = set(places_of(unit, "Wren"))
        reference = "Zinnia in case_record.case_ref"
        spoken_of = ", as with Zinnia in case_record.case_ref, and not XZinnia in case_record.case_refs"
        unit.connection.execute(agreed_action.update().where(agreed_action.c.id == 1).values(description=spoken_of))
        unit.connection.execute(frozen_figure_with(f"allocation|{reference}|yes"))
        looked = planned(unit, HoldKind.CASE, reference)
        plan = plan_to_erase(unit, subject_named(unit, HoldKind.CASE, reference), looked)
        assert plan.counts == looked.counts
        assert left_of(unit, Ground.CASE) > {("engagement", "comment"), ("audit_version", "content")}
        made = erase(unit, plan, Asked("quinn@council.example", REASON))
        of_others = {(one, name) for one, name in left_of(unit, Ground.CASE) if one in tables_by(Ground.PERSON)}
        of_many = {
            ("dip_sample", "title"),
            ("escalation", "theme"),
        }  # the sort that a figure counts by, and a whole set
        assert left_of(unit, Ground.CASE) - of_others == of_many | {("agreed_action", "description")}
        assert set(places_of(unit, "Wren")) == before - {("agreed_action", "description")}
        kept = unit.connection.execute(select(agreed_action.c.description).where(agreed_action.c.id == 1)).scalar_one()
        assert kept.startswith(", as with erased-0-")
        assert kept.endswith(", and not XZinnia in case_record.case_refs")
        (facts,) = unit.connection.execute(select(frozen_figure.c.facts)).scalars()
        assert facts[0]["key"].startswith("allocation|erased-0-")
        noted = unit.connection.execute(select(erasure)).one()
        assert (noted.ground, noted.reason, noted.counts) == (Ground.CASE, REASON, plan.counts)
        assert noted.certificate_digest == made.digest
        named = set(unit.connection.execute(select(erased_row.c.table_name)).scalars())
        assert {"audit_version", "allocation_transition", "frozen_figure", "kept_wording"} <= named
    assert "| engagement | 1 | 0 |" in made.text
    assert "| kept_wording | 0 | 1 |" in made.text
    assert "Zinnia" not in made.text


def frozen_figure_with(key: str) -> Insert:
    """A figure that was frozen with a row of the record behind it."""
    days = {"first_day": NOW.date(), "last_day": NOW.date(), "as_at": NOW.date(), "frozen_at": NOW}
    said = {"frozen_by_card": "card", "metric": "returned", "title": "Returned", "query": "returned", "answer": {}}
    return frozen_figure.insert().values(**days, **said, facts=[{"key": key, "above": 1}], frozen_by_id=1)


def test_of_somebody_who_has_left_nothing_says_who_they_were(store: Store) -> None:
    with store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
        named = {"name": "Zinnia Vale", "email": "zinnia.vale@council.example"}
        unit.connection.execute(person.update().where(person.c.id == 2).values(**named))
        unit.connection.execute(person.update().where(person.c.id == 1).values(name="Wren Vale"))
        told = {"strengths": "Zinnia Vale and Wren Vale wrote well (zinnia.vale@council.example)."}
        unit.connection.execute(audit.update().where(audit.c.allocation_id == 1).values(**told))
        unit.connection.execute(pace_line.insert().values(line=f"conversation:{CHAT}", went=[], touched_at=1.0))
        plan = planned(unit, HoldKind.PERSON, "Zinnia.Vale@council.example")
        erase(unit, plan, Asked("quinn@council.example", REASON))
        of_cases = {(table, name) for table, name in left_of(unit, Ground.PERSON) if table in tables_by(Ground.CASE)}
        assert left_of(unit, Ground.PERSON) - of_cases == {("dip_sample", "title")}
        assert [*places_of(unit, "Zinnia Vale"), *places_of(unit, "zinnia.vale"), *places_of(unit, CHAT)] == []
        strengths = unit.connection.execute(select(audit.c.strengths).where(audit.c.allocation_id == 1)).scalar_one()
        assert strengths.startswith("Erased person and Wren Vale wrote well (erased-0-")
        row = unit.connection.execute(select(person).where(person.c.id == 2)).one()
        assert (row.name, row.entra_object_id, row.job_title, row.trained_on) == ("Erased person", None, None, DAY)
        assert unit.connection.execute(select(func.count()).select_from(pace_line)).scalar_one() == 0


def test_who_is_known_by_a_longer_name_or_reference_keeps_it_and_so_does_every_text_about_them(store: Store) -> None:
    told = "W165531-2 and A-25-R stay; W165531_b, AUD-W165531, A-25 and W165531-3 go."
    of_staff = (
        "Ann Lee-Smith (ann.lee@x.example), Jo-Ann Lee and x-lee@x.example stay; Ann Lee's and lee@x.example. go."
    )
    with store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
        for table, column, theirs, gone in (
            (case_record, "case_ref", "W165531-2", "W165531"),
            (allocation, "ref", "A-25-R", "A-25"),
            (person, "name", "Ann Lee-Smith", "Ann Lee"),
            (person, "email", "ann.lee@x.example", "lee@x.example"),
        ):
            for number, value in ((1, theirs), (2, gone)):
                unit.connection.execute(table.update().where(table.c.id == number).values({column: value}))
        words = {"strengths": told, "areas_for_improvement": of_staff}
        unit.connection.execute(audit.update().where(audit.c.allocation_id == 1).values(**words))
        for kind, name in ((HoldKind.CASE, "W165531"), (HoldKind.PERSON, "lee@x.example")):
            looked = planned(unit, kind, name)
            plan = plan_to_erase(unit, subject_named(unit, kind, name), looked)
            assert plan.counts == looked.counts
            erase(unit, plan, Asked("quinn@council.example", REASON))
        known = select(case_record.c.case_ref, allocation.c.ref).join_from(allocation, case_record)
        assert [tuple(one) for one in unit.connection.execute(known.where(case_record.c.id == 1))] == [
            ("W165531-2", "A-25-R")
        ]
        both = unit.connection.execute(select(person.c.name, person.c.email).order_by(person.c.id)).all()
        assert tuple(both[0]) == ("Ann Lee-Smith", "ann.lee@x.example")
        assert both[1].name == "Erased person"
        said = select(audit.c.strengths, audit.c.areas_for_improvement).where(audit.c.allocation_id == 1)
        of_case, of_person = unit.connection.execute(said).one()
        assert re.sub("erased-0-[a-z]{12}", "…", of_case) == "W165531-2 and A-25-R stay; …_b, AUD-…, … and …-3 go."
        stay, _, goes = of_person.partition("; ")
        assert stay == of_staff.partition("; ")[0]
        assert re.fullmatch(r"Erased person's and erased-0-[a-z]{12}@erased\.invalid\. go\.", goes)
        # What is made of a token, as a replacement's reference is, is not taken for something erased.
        made = literal(f"{both[1].email}-R")
        assert unit.connection.execute(
            select(not_erased(made), not_erased(person.c.email)).where(person.c.id == 2)
        ).one() == (True, False)


def test_what_is_on_hold_stays_until_the_hold_is_lifted(sqlite_store: Store) -> None:
    with sqlite_store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
        record_of, somebody = (
            subject_named(unit, HoldKind.CASE, "Zinnia in case_record.case_ref"),
            Subject(HoldKind.PERSON, "Zinnia in person.email", 2),
        )
        for held in (record_of, somebody):
            assert hold(unit, held, "A complaint is looked into.")
            assert not hold(unit, held, "Once more.")
            # Whoever worked on a held record is part of it, and so is the record of somebody who is held.
            for erased in (record_of, somebody):
                with pytest.raises(NotAllowedError, match="is on legal hold"):
                    plan_to_erase(unit, erased)
            lift(unit, held)
            with pytest.raises(NotAllowedError, match="There is no hold on"):
                lift(unit, held)
        whats = unit.connection.execute(select(event.c.what).order_by(event.c.id)).scalars().all()
        assert whats[2:] == ["held", "lifted_hold", "held", "lifted_hold"]
        assert plan_to_erase(unit, record_of).counts


OPEN: list[tuple[Table, dict[str, object], str]] = [
    (allocation, {"status": "started"}, "has not come back: have it returned, or withdraw it"),
    (allocation, {"status": "returned", "considered_on": None}, "not decided yet whether it is moderated"),
    (allocation, {"status": "moderated", "uploaded_on": None}, "is not on the child's record: place it there"),
    (allocation, {"month": "2026-11"}, "The audit month 2026-11 has not closed"),
    (audit, {"reopened_at": NOW}, "is open again: have it returned once more"),
    (moderation, {"moderated_on": None, "overall": None, "met_standard": None}, "waits to be moderated"),
    (loop_meeting, {"settled_at": None}, "has no outcome yet: have it recorded"),
    (agreed_action, {"completed_on": None, "removed_on": None}, "is open: have it completed"),
    (concern, {"status": "open"}, "for a child of concern is open: have it closed"),
    (escalation, {"status": "in process"}, "is in process: have it resolved"),
    (impact_survey, {"answered_on": None}, "Somebody is still asked what came of audit"),
    (dip_sample, {"closed_on": None}, "is not closed: close it"),
    (qa_task, {"closed_at": None}, "QA has a task about audit"),
    (moderation, {"overall": Rating.REQUIRES_IMPROVEMENT}, "the child is on the watch list: have a review recorded"),
    (survey_respondent, {"person_id": None}, "wait until they were, or until Thursday 26 November 2026"),
]


def test_what_is_still_open_is_not_erased_and_each_says_what_to_do(sqlite_store: Store) -> None:
    with sqlite_store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
        unit.connection.execute(audit.update().values(at_risk=True))
        unit.connection.execute(allocation.update().values(returned_on=date(2026, 10, 1)))
        for table, values, said in OPEN:
            still_open = unit.connection.begin_nested()
            unit.connection.execute(table.update().values(**values))
            with pytest.raises(NotAllowedError, match="can't be erased yet") as refused:
                planned(unit, HoldKind.CASE, "Zinnia in case_record.case_ref")
            assert said in str(refused.value)
            assert "Wren" not in str(refused.value)
            still_open.rollback()
        assert planned(unit, HoldKind.CASE, "Zinnia in case_record.case_ref").counts
        unit.connection.execute(person.update().where(person.c.id == 2).values(left_on=None))
        with pytest.raises(NotAllowedError, match="still works here, as far as is known"):
            plan_to_erase(unit, Subject(HoldKind.PERSON, "Zinnia in person.email", 2))


def test_nobody_is_erased_twice_and_a_reason_keeps_nothing_of_what_is_erased(sqlite_store: Store) -> None:
    with sqlite_store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
        reference = "Zinnia in case_record.case_ref"
        plan = planned(unit, HoldKind.CASE, reference)
        for wrong in (f"The parents of {reference} asked.", " ", "Their number is 943 476 5919."):
            with pytest.raises(BadInputError, match="reason"):
                erase(unit, plan, Asked("quinn@council.example", wrong))
        erase(unit, plan, Asked("quinn@council.example", REASON))
        with pytest.raises(BadInputError, match="There is no record with the reference"):
            planned(unit, HoldKind.CASE, reference)
        token = unit.connection.execute(select(case_record.c.case_ref).where(case_record.c.id == 2)).scalar_one()
        with pytest.raises(NotAllowedError, match="was erased before"):
            planned(unit, HoldKind.CASE, token)


def test_an_old_workbook_brings_back_nobody_who_was_erased_unless_qa_says_so(sqlite_store: Store) -> None:
    source = workbook_of(EventfulCouncil(1).sheets)
    erased = {"5000000": HoldKind.CASE, "manager0@council.example": HoldKind.PERSON}
    with sqlite_store.unit(NOW, BY_COMMAND) as unit:
        for name, kind in erased.items():
            values = {"ground": Ground(kind.value), "reason": REASON, "counts": {}}
            begin_erasure(unit, {**values, "subject_digest": subject_digest(kind, name.upper())}, "0" * 64)
    refused = tried(sqlite_store, source, NOW)
    assert not refused.is_written
    assert sorted((one.sheet, one.column) for one in refused.problems) == [("cases", "case_ref"), ("people", "email")]
    assert "was erased on request, and this row would bring it back. Write no such row: take it out, or import" in (
        str(refused.problems[0])
    )
    assert tried(sqlite_store, source, NOW, workbook_wins=True).is_written


def test_of_two_who_erase_the_same_at_once_the_second_finds_it_gone(postgresql_store: Store) -> None:
    reference = "Zinnia in case_record.case_ref"
    with postgresql_store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
    with postgresql_store.snapshot(NOW, BY_COMMAND) as unit:
        subject = subject_named(unit, HoldKind.CASE, reference)
        looked = plan_to_erase(unit, subject, to_look=True)

    def erases(unit: Unit) -> None:
        erase(unit, plan_to_erase(unit, subject, looked), Asked("quinn@council.example", REASON))

    with ThreadPoolExecutor(2) as both:
        tries = [both.submit(postgresql_store.do, erases, NOW, BY_COMMAND) for _ in range(2)]
    refused = [one.exception() for one in tries if one.exception()]
    assert [str(one) for one in refused] == [f"{reference} was erased a moment ago. There is nothing left to do."]
    with postgresql_store.unit(NOW, BY_COMMAND) as unit:
        assert unit.connection.execute(select(func.count()).select_from(erasure)).scalar_one() == 1
