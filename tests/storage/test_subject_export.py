"""`auditbot record export`: all that is held about a case or somebody of staff, and nothing of anybody else's."""

import csv
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import Date, Table, select
from sqlmodel import SQLModel

from bot.cli import main
from dialogs.table import MESSAGES
from domain.errors import BadInputError
from domain.ladder import ItemKind
from domain.words import AllocationStatus, ExemptionKind, Role, SendClass
from storage import outbox, record
from storage.data_map import COLUMNS, TABLES, Fate, Ground, Whose
from storage.statements import insert_returning_id
from storage.store import Actor, Store, Unit
from storage.subject_export import FIRST, Period, Subject, export_held
from storage.subject_export_cells import ABOUT_A_CHILD, ABOUT_ANOTHER
from storage.subject_export_sheets import (
    FILES,
    ITEM_SUBJECTS,
    LEFT_OUT,
    MARKS,
    MESSAGE_SUBJECTS,
    TITLES,
    heading,
)
from storage.tables.allocations import allocation
from storage.tables.chasing import chase_hold, nudge_line
from storage.tables.erasures import legal_hold
from storage.tables.exemptions import exemption_request
from storage.tables.people import person, person_role
from storage.tables.service import event, policy_setting, qa_task
from storage.tables.service import outbox as outbox_table
from tests.storage.filled_rows import fill

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
COMMAND = Actor("command")
# In every text of the first council's rows and of the second's: a spreadsheet would run what begins so.
ONE, OTHER = "=one's", "=other's"
CASE, STAFF = Subject("case_record", f"{ONE} in case_record.case_ref"), Subject("person", f"{ONE} in person.email")
TABLE = SQLModel.metadata.tables
Sheets = dict[str, list[dict[str, str]]]


def leads_to(table: Table, goal: str) -> bool:
    """Whether a reference of a table leads to another one, directly or by way of others."""
    above = {key.column.table for column in table.columns for key in column.foreign_keys} - {table}
    return any(one.name == goal or leads_to(one, goal) for one in above if one.name != "person" or goal == "person")


@pytest.fixture
def two(sqlite_store: Store) -> Store:
    """A store with two of everything, each row leading to the rows of its own set; and Quinn of QA."""
    return _filled(sqlite_store)


@pytest.fixture
def two_on_each(store: Store) -> Store:
    """The same, on each engine in turn."""
    return _filled(store)


def _filled(store: Store) -> Store:
    with store.unit(NOW, COMMAND) as unit:
        # Lines of the record are written through it alone, and a setting has a name that is known.
        rows = [name for name in TITLES if name not in {"event", "policy_setting"}]
        fill(unit, [*rows, "team", "verification_draw"], ONE)
        fill(unit, [*rows, "team"], OTHER)
        for table in (outbox_table, nudge_line, chase_hold, legal_hold):  # which name what they are about by its number
            unit.connection.execute(table.update().where(table.c.id == 2).values(subject_id=2))
        for number, told in ((1, ONE), (2, OTHER)):
            setting = {"name": "qa_contact", "value": f"{told} in policy_setting.value", "set_by_id": number}
            unit.connection.execute(policy_setting.insert(), {**setting, "effective_from": NOW.date(), "set_at": NOW})
        quinn = insert_returning_id(unit, person, email="quinn@council.example", name="Quinn")
        unit.connection.execute(person_role.insert().values(person_id=quinn, role=Role.QA))
    return store


def exported(store: Store, subject: Subject, folder: Path, period: Period | None = None) -> Sheets:
    store_rows = export_held(
        store, subject, period or Period(), folder, by="Quinn@council.example", account="qa-desk", now=NOW
    )
    sheets = {one.stem: list(_read(one)) for one in folder.iterdir()}
    assert {name: len(rows) for name, rows in sheets.items() if name != FIRST} == store_rows
    return sheets


def _read(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        yield from csv.DictReader(opened)


def test_every_table_that_leads_to_a_person_or_a_case_is_a_sheet_or_left_out_with_its_reason() -> None:
    tables = SQLModel.metadata.sorted_tables
    about = {one.name for one in tables if leads_to(one, "person") or leads_to(one, "case_record")}
    assert about <= {*TITLES, *LEFT_OUT}
    assert set(TITLES) | set(LEFT_OUT) <= {one.name for one in tables}
    assert len(set(TITLES.values())) == len(TITLES)
    assert max(map(len, TITLES.values())) <= 31, "no spreadsheet takes a longer name"
    assert {one for one in MARKS if not any(one in table.columns for table in tables)} == set()
    headings = {one.name: [heading(column.name) for column in one.columns] for one in tables}
    assert [name for name, said in headings.items() if len(said) != len(set(said))] == []
    unfound = [one.name for one in tables if leads_to(one, "case_record") and not TABLES[one.name].by_case]
    assert unfound == [], "by a case they are found through the data map"
    assert set(MESSAGE_SUBJECTS) == set(MESSAGES)
    assert set(ITEM_SUBJECTS) == set(ItemKind)


def test_about_a_case_everything_is_there_and_nothing_of_another(two: Store, tmp_path: Path) -> None:
    sheets = exported(two, CASE, tmp_path / "case")
    expected = {name for name, one in TABLES.items() if one.by_case} - set(LEFT_OUT)
    assert {TITLES[name] for name in expected} <= set(sheets)
    text = "\n".join(one.read_text(encoding="utf-8") for one in (tmp_path / "case").iterdir())
    words = [(one.table, one.column) for one in COLUMNS if one.fate(Ground.CASE) is Fate.BLANKED]
    texts = [(table, name) for table, name in words if not isinstance(TABLE[table].c[name].type, Date)]
    shown = [one for one in texts if one[0] in expected and one[1] not in MARKS and one not in FILES]
    assert len(shown) > 20
    assert [f"{table}.{column}" for table, column in shown if f"{ONE} in {table}.{column}" not in text] == []
    assert OTHER not in text
    assert sheets["audit history"][0]["who did it"] == f"'{ONE} in person.name"
    first = {row["what"]: row["in words"] for row in sheets[FIRST]}
    assert first["names"].startswith("Staff are named")
    assert "The child is known by the reference alone" in first["names"]
    assert not any(cell.startswith("=") for rows in sheets.values() for row in rows for cell in row.values())


def test_about_somebody_of_staff_everything_is_there_but_what_is_of_children_and_colleagues(
    two: Store, tmp_path: Path
) -> None:
    def health_of_another(unit: Unit) -> None:
        one, other = _ids(unit)
        insert_returning_id(
            unit,
            exemption_request,
            person_id=other,
            month="2019-09",
            kind=ExemptionKind.HEALTH,
            status="approved",
            answer="Ben's back",
            asked_at=NOW,
            decided_at=NOW,
            decided_by_id=one,
            is_own_word=False,
        )

    def tasks_about_them(unit: Unit) -> None:
        # One of their own, one about an audit, and one that names a record in its words.
        unit.connection.execute(qa_task.update().where(qa_task.c.id == 1).values(allocation_id=None))
        for dedupe, about, audit in (
            ("second", "Told of an audit.", 1),
            ("third", f"They told of {ONE} in case_record.case_ref.", None),
        ):
            values = {
                "kind": "immediate_concern",
                "dedupe": dedupe,
                "about": about,
                "allocation_id": audit,
                "raised_at": NOW,
            }
            unit.connection.execute(qa_task.insert().values(**values, person_id=_ids(unit)[0]))

    two.do(health_of_another, NOW, COMMAND)
    two.do(tasks_about_them, NOW, COMMAND)
    sheets = exported(two, STAFF, tmp_path / "staff")
    naming = {one.name for one in SQLModel.metadata.sorted_tables if leads_to_directly(one)} - {*LEFT_OUT, "event"}
    assert {TITLES[name] for name in naming} <= set(sheets)
    text = "\n".join(one.read_text(encoding="utf-8") for one in (tmp_path / "staff").iterdir())
    of_children = [one for one in COLUMNS if one.whose is Whose.CHILD and one.fate(Ground.CASE) is not Fate.KEPT]
    assert [one for one in of_children if f"{ONE} in {one.table}.{one.column}" in text] == []
    own = ["person.job_title", "exemption.reason", "exemption_request.reason", "exemption_step.reason", "qa_task.about"]
    assert [one for one in own if f"{ONE} in {one}" not in text] == []
    assert OTHER not in text
    mine, not_mine = sheets["exemption requests"]
    assert (mine["kind"], mine["person"]) == ("health", f"'{ONE} in person.name")
    assert (not_mine["kind"], not_mine["person"], not_mine["answer"]) == (ABOUT_ANOTHER,) * 3
    assert not_mine["decided by"] == f"'{ONE} in person.name"
    assert sheets["actions"][0]["description"] == ABOUT_A_CHILD
    assert sheets["actions"][0]["allocation"] == "no. 1"
    assert "Ben's back" not in text
    assert [one["about"] for one in sheets["tasks of QA"]][1:] == [ABOUT_A_CHILD] * 2


def leads_to_directly(table: Table) -> bool:
    return any(key.column.table.name == "person" for column in table.columns for key in column.foreign_keys)


def _ids(unit: Unit) -> list[int]:
    return list(unit.connection.execute(select(person.c.id).order_by(person.c.id).limit(2)).scalars())


def test_who_saw_it_and_which_messages_were_sent_is_told_and_so_is_the_export_itself(
    two_on_each: Store, tmp_path: Path
) -> None:
    def seen(unit: Unit) -> None:
        one, other = _ids(unit)
        outbox.owe(unit, SendClass.NOTICE, "audit_sent_back", other, 1)
        outbox.owe(unit, SendClass.NOTICE, "audit_sent_back", one, 2)
        record.write(Unit(unit.connection, NOW, Actor("chat", other)), "saw_audit", "allocation", 1)
        record.write(Unit(unit.connection, NOW, Actor("chat", one)), "saw_audit", "allocation", 2)
        for listed in ([1, 2], [2]):
            record.write(
                Unit(unit.connection, NOW, Actor("chat", other)), "saw_watch_list", "allocation", audits=listed
            )
        record.write(Unit(unit.connection, NOW, Actor("chat", other)), "saw_sent", "nudge_line", person_id=one)
        address = unit.connection.execute(select(person.c.email).where(person.c.id == one)).scalar_one()
        filters = {"auditor": [address]}
        record.write(Unit(unit.connection, NOW, Actor("chat", other)), "asked", "figure", filters=filters)

    two_on_each.do(seen, NOW, COMMAND)
    case = exported(two_on_each, CASE, tmp_path / "case")
    assert [(row["message"], row["person"]) for row in case["messages"] if row["message"] == "audit sent back"] == [
        ("audit sent back", f"'{OTHER} in person.name")
    ]
    saw = [row for row in case["who did and saw what"] if row["what was done"] == "saw audit"]
    looks = [(row["who did it"], row["when"], row["which one"]) for row in saw]
    assert looks == [(f"'{OTHER} in person.name", "2026-11-20 09:00:00", f"'{ONE} in allocation.ref")]
    lists = [row["more of it"] for row in case["who did and saw what"] if row["what was done"] == "saw watch list"]
    assert lists == ["audits: 1\naudits: 2"]
    staff = exported(two_on_each, STAFF, tmp_path / "staff", Period(date(2026, 11, 20), date(2026, 11, 20)))
    did = {(row["what was done"], row["who did it"]) for row in staff["who did and saw what"]}
    assert ("saw audit", f"'{ONE} in person.name") in did
    assert ("saw sent", f"'{OTHER} in person.name") in did
    assert ("asked", f"'{OTHER} in person.name") in did, "a figure of theirs"
    assert f"person_id: {ONE} in person.name" in {row["more of it"] for row in staff["who did and saw what"]}
    assert "exemptions" not in staff, "that was in 2019"
    assert staff["roles"], "what has no day is as it stands"
    with two_on_each.unit(NOW, COMMAND) as unit:
        rows = select(event.c.actor_id, event.c.subject, event.c.detail).where(event.c.what == "exported_what_is_held")
        told = unit.connection.execute(rows.order_by(event.c.id)).all()
        assert [row.subject for row in told] == ["case_record", "person"]
        assert {row.actor_id for row in told} == set(
            unit.connection.execute(select(person.c.id).where(person.c.name == "Quinn")).scalars()
        )
        assert told[1].detail["period"] == "from Friday 20 November 2026 to Friday 20 November 2026"


def test_on_the_command_line_only_qa_gets_it_and_each_refusal_says_what_to_write(two: Store, tmp_path: Path) -> None:
    url = str(two.engine.url).replace("+pysqlite", "")
    email, file = STAFF.called, tmp_path / "held.xlsx"

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["record", "export", *words], env={"AUDITBOT_DATABASE_URL": url})
        return result.exit_code, result.output

    code, said = run("--person", email, "--by", "quinn@council.example", str(file))
    assert code == 0, said
    assert said.splitlines()[:2] == ["Exported held.xlsx:", "  person: 1 row"]
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[:2] == [FIRST, "person"]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    by = ("--by", "quinn@council.example")
    for words, refusal in (
        (("--person", email, "--by", email), "is nobody of the QA team, who alone may have this. Write --by with"),
        (
            ("--person", "nobody@council.example", *by),
            "Nothing is held under nobody@council.example. Write the address",
        ),
        (("--case", "000", *by), "Nothing is held under 000. Write the reference as the workbook has it."),
        (by, "Say whom or what it is about: --person EMAIL, or --case REFERENCE, one of the two."),
        (("--person", email, "--case", "1", *by), "one of the two."),
        (("--person", email, "--from", "2026-02-01", "--to", "2026-01-01", *by), "The period ends before it begins."),
        (("--person", email, *by, str(file)), "is there already, and what is in it would be lost."),
    ):
        code, said = run(*(words if str(file) in words else (*words, str(tmp_path / "refused"))))
        assert (code, refusal in said) == (1, True), said
    assert not (tmp_path / "refused").exists()


def test_somebody_of_qa_who_has_left_gets_nothing(two: Store, tmp_path: Path) -> None:
    with two.unit(NOW, COMMAND) as unit:
        unit.connection.execute(person.update().where(person.c.name == "Quinn").values(left_on=date(2026, 11, 19)))
    with pytest.raises(BadInputError, match="is nobody of the QA team"):
        exported(two, CASE, tmp_path / "case")
    assert list(tmp_path.glob("case*")) == []


def test_whoever_has_the_other_half_of_a_loop_to_audit_gets_nothing_until_it_is_back(
    two: Store, tmp_path: Path
) -> None:
    def loop(unit: Unit, status: AllocationStatus) -> None:
        quinn = unit.connection.execute(select(person.c.id).where(person.c.name == "Quinn")).scalar_one()
        unit.connection.execute(allocation.update().where(allocation.c.id == 1).values(loop_ref="L1"))
        half = {"loop_ref": "L1", "case_id": 1, "auditor_id": quinn, "status": status}
        unit.connection.execute(allocation.update().where(allocation.c.id == 2).values(**half))

    two.do(lambda unit: loop(unit, AllocationStatus.STARTED), NOW, COMMAND)
    for subject in (CASE, STAFF):
        with pytest.raises(BadInputError, match=r"is sealed from whoever asks: .* Let somebody else of QA ask\."):
            exported(two, subject, tmp_path / "held")
    two.do(lambda unit: loop(unit, AllocationStatus.RETURNED), NOW, COMMAND)
    assert exported(two, CASE, tmp_path / "held")["audits"]
