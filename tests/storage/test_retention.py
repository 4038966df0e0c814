"""What was kept long enough goes by itself; no figure of any day changes, and the workbook goes out and in as ever."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from domain.policy import Policy
from domain.words import ExemptionKind, Role, SendClass, SendStatus
from duties import retention
from metrics.figures import Figures, count_figures
from metrics.query import OF_PEOPLE
from metrics.scope import Viewer
from storage import record
from storage.data_map import COLUMNS, Ground, Stay
from storage.holds import hold, subject_named
from storage.record_checks import check_record
from storage.retention import years_before
from storage.retention_by_age import BY_AGE
from storage.statements import insert_returning_id
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation, case_record, exemption
from storage.tables.audits import audit
from storage.tables.erasures import HoldKind, erased_row, erasure
from storage.tables.people import person
from storage.tables.service import event, outbox, outbox_attempt
from storage.workbook.exporting import export_workbook
from tests.storage.eventful_councils import EventfulCouncil
from tests.storage.filled_rows import places_of
from tests.storage.imports import imported
from tests.storage.questions_to_count import questions
from tests.storage.recounting import Recount
from tests.storage.written_councils import workbook_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LONG_AGO = datetime(2019, 9, 10, 9, tzinfo=UTC)
DUTY, QA = Actor("duty"), Viewer(1, "qa@council.example", frozenset({Role.QA}))


def figures(store: Store, council: EventfulCouncil, seed: int) -> list[tuple[Any, Figures]]:
    """Every figure, some by what it can be broken down by; of people's own names nothing."""
    with store.snapshot(NOW, DUTY) as unit:
        asked = [query for _, query in questions(Recount(council.sheets), seed, share=0.04)]
        return [
            (query, count_figures(unit, query, QA))
            for query in asked
            if not OF_PEOPLE & {*query.group_by, *query.filters}
        ]


def test_after_all_that_is_over_has_gone_every_figure_is_what_it_was(sqlite_store: Store, tmp_path: Path) -> None:
    store, council = sqlite_store, EventfulCouncil(1)
    imported(store, workbook_of(council.sheets))
    before = figures(store, council, 1)
    assert len(before) > 50
    with store.unit(NOW, DUTY) as unit:
        told = "Told in case 5001332"
        unit.connection.execute(audit.update().values(strengths=told, areas_for_improvement="zinnia@family.example"))
        held = subject_named(unit, HoldKind.CASE, "5000037")
        hold(unit, held, "A complaint is looked into.")
        looked = retention.decide(unit, Policy())
        assert looked.by_age == {}  # while anything is held, who saw what stays
        assert looked.on_hold >= 1
        assert looked.audits > 30
        assert f"audits: {looked.audits}" in retention.preview(unit, Policy())
    pieces = 0
    while True:
        with store.unit(NOW, DUTY) as unit:
            if not retention.record(unit, Policy(), at_once=60):
                break
        pieces += 1
    assert pieces >= 1
    assert figures(store, council, 1) == before
    with store.unit(NOW, DUTY) as unit:
        left = unit.connection.execute(
            select(case_record.c.case_ref, audit.c.strengths)
            .join_from(allocation, audit)
            .join(case_record, allocation.c.case_id == case_record.c.id)
            .where(audit.c.strengths != "Erased.")
        ).all()
        assert {"5000037"} <= {ref for ref, _ in left}
        again = retention.decide(unit, Policy())
        assert again.counts() == {}
        assert len(left) <= again.still_open + again.on_hold < len(council.sheets["audits"])
        grounds = unit.connection.execute(select(erasure.c.ground, erasure.c.counts)).all()
        assert {one.ground for one in grounds} == {Ground.RETENTION}
    export_workbook_to(store, tmp_path / "out")
    once_more = imported(store, tmp_path / "out", NOW)
    assert not any(one.added or one.changed for one in once_more.counts.values())
    with store.snapshot(NOW, DUTY) as unit:
        assert check_record(unit, lambda *_: None).lines


def export_workbook_to(store: Store, place: Path) -> None:
    """The workbook, as a folder of .csv files."""
    with store.snapshot(NOW, DUTY) as unit:
        export_workbook(unit, place)


def old_things(unit: Unit) -> int:
    """Somebody who left in 2018, with what is kept of anybody for a time only; their number."""
    values = {"email": "wren.vale@council.example", "name": "Wren Vale", "left_on": date(2018, 12, 31)}
    who = insert_returning_id(unit, person, **values)
    seen = Unit(unit.connection, unit.now, Actor("chat", who, "0f0f-wren"))
    record.write(seen, "saw_audit", "allocation", 7)
    values = {"person_id": who, "month": "2018-11", "kind": ExemptionKind.LEAVE, "source": "chat"}
    days = {"authorised_on": date(2018, 11, 1), "recorded_at": unit.now}
    unit.connection.execute(exemption.insert().values(**values, **days, reason="Away with Wren Vale's family."))
    times = {"created_at": unit.now, "not_before": unit.now, "settled_at": unit.now}
    went = {"send_class": SendClass.NOTICE, "template": "allocated", "subject_id": 7, "status": SendStatus.SENT}
    sent = insert_returning_id(unit, outbox, person_id=who, channel_activity_id="1:wren", **times, **went)
    unit.connection.execute(outbox_attempt.insert().values(outbox_id=sent, started_at=unit.now, settled_at=unit.now))
    return who


def test_what_goes_by_age_goes_on_either_engine_and_not_before_its_time(store: Store) -> None:
    with store.unit(LONG_AGO, DUTY) as unit:
        who = old_things(unit)
    with store.unit(datetime(2021, 9, 10, 9, tzinfo=UTC), DUTY) as unit:
        gone = retention.record(unit, Policy())
        assert gone.by_age == {}  # the reason went with who it was about: it is counted once
        assert [about for about, _ in gone.plans] == ["who left long ago"]
    with store.unit(datetime(2021, 9, 11, 9, tzinfo=UTC), DUTY) as unit:
        gone = retention.record(unit, Policy())
        assert gone.by_age == {"outbox": {"emptied": 1}, "outbox_attempt": {"deleted": 1}}
    with store.unit(NOW, DUTY) as unit:
        assert retention.preview(unit, Policy())[-3:] == ["audits: 0", "people who left: 0", "event: 1 deleted"]
        assert retention.record(unit, Policy()).by_age == {"event": {"deleted": 1}}
        assert not retention.decide(unit, Policy())
        left = [*places_of(unit, "Wren"), *places_of(unit, "wren")]
        assert left == []
        row = unit.connection.execute(select(exemption)).one()
        assert (row.person_id, row.kind, row.reason) == (who, ExemptionKind.LEAVE, None)
        kept = unit.connection.execute(select(outbox.c.status, outbox.c.channel_activity_id)).one()
        assert tuple(kept) == (SendStatus.SENT, None)
        assert unit.connection.execute(select(func.count()).select_from(outbox_attempt)).scalar_one() == 0
        assert {*unit.connection.execute(select(event.c.what)).scalars()} == {"erased"}
        named = unit.connection.execute(select(erased_row.c.row_id).where(erased_row.c.table_name == "event")).scalars()
        assert "1" in set(named)
    with store.snapshot(NOW, DUTY) as unit:
        assert check_record(unit, lambda *_: None).erased == 1


def test_each_that_goes_by_age_goes_by_a_setting_that_its_columns_name() -> None:
    for one in BY_AGE:
        declared = {datum.stay for datum in COLUMNS if datum.table == one.table.name}
        assert one.stay in declared, one.table.name
        touched = set(one.becomes or [column.name for column in one.table.columns])
        assert touched <= {column.name for column in one.table.columns}
    by_age = {one.table.name for one in BY_AGE}
    of_settings = {Stay.REASONS, Stay.MESSAGES, Stay.RECORD}
    # These go with their audit, and by their age where they are of none.
    assert {datum.table for datum in COLUMNS if datum.stay in of_settings} == by_age - {"qa_task", "chase_hold"}


def test_the_same_day_years_before_is_there_for_every_day() -> None:
    assert years_before(date(2026, 11, 20), 6) == date(2020, 11, 20)
    assert years_before(date(2028, 2, 29), 6) == date(2022, 2, 28)
    assert years_before(date(2028, 2, 29), 4) == date(2024, 2, 29)
