"""What came back goes to moderators: imports by the duty, leavers' anew; QA is told where nobody may."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.calendar import WorkingCalendar
from domain.policy import Setting
from domain.words import AllocationStatus, Change, QaTaskKind, StandingKind
from duties import assign_moderators
from storage.absences import record_leave
from storage.policies import set_policy
from storage.statements import insert_returning_id
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation, allocation_act, case_record
from storage.tables.audits import audit, moderation
from storage.tables.people import person, person_role, standing_exemption, team
from storage.tables.service import outbox, qa_task
from tests.storage.imports import BY_IMPORT, imported, rows
from tests.workbooks import AUDITS, audited_council, with_cells

AUGUST = datetime(2019, 8, 28, 9, tzinfo=UTC)
SEPTEMBER = datetime(2019, 9, 10, 9, tzinfo=UTC)
DUTY = Actor("duty")


def runs(store: Store, now: datetime) -> assign_moderators.Assigned:
    return store.do(lambda unit: assign_moderators.record(unit, WorkingCalendar()), now, DUTY)


def moderators(store: Store) -> list[Any]:
    return [row[0] for row in rows(store, select(moderation.c.moderator_id).order_by(moderation.c.id))]


def add_person(unit: Unit, name: str, *roles: str, **values: Any) -> int:
    key = insert_returning_id(unit, person, name=name, email=f"{name.lower()}@council.example", **values)
    for role in roles:
        unit.connection.execute(person_role.insert().values(person_id=key, role=role))
    return key


def moderator(store: Store, name: str = "Nia", **values: Any) -> int:
    key: int = store.do(lambda unit: add_person(unit, name, "moderator", **values), AUGUST, BY_IMPORT)
    return key


def unjudged_audits() -> Any:
    blank = dict.fromkeys(("moderator", "moderated_on", "moderated_overall", "met_standard", "uploaded_on"), "")
    return audited_council(audits=with_cells(AUDITS, 2, **blank))


def test_an_imported_return_of_an_open_month_is_given_to_a_moderator(store: Store) -> None:
    imported(store, unjudged_audits(), AUGUST)
    nia = moderator(store)
    moderator(store, "Ove", trained_on=date(2019, 9, 20))
    assert runs(store, AUGUST).considered == 1
    assert moderators(store) == [nia]
    assert rows(store, select(moderation.c.due_on)) == [(date(2019, 9, 11),)]
    assert rows(store, select(allocation_act.c.what, allocation_act.c.new, allocation_act.c.source)) == [
        (Change.GIVE_TO_MODERATOR, str(nia), "duty")
    ]
    told = rows(store, select(outbox.c.person_id, outbox.c.template))
    assert told == [(nia, "moderation_given")]
    assert runs(store, AUGUST + timedelta(hours=1)).considered == 0


def test_an_imported_return_of_a_closed_month_is_history_and_owes_none(store: Store) -> None:
    imported(store, unjudged_audits(), SEPTEMBER)
    moderator(store)
    assert runs(store, SEPTEMBER).considered == 1
    assert moderators(store) == []
    a = allocation.c
    returned = a.status == AllocationStatus.RETURNED
    assert rows(store, select(a.considered_on).where(returned)) == [(SEPTEMBER.date(),)]
    assert runs(store, SEPTEMBER).considered == 0


def test_an_audit_that_an_import_gave_to_a_moderator_stays_with_them(sqlite_store: Store) -> None:
    given = dict.fromkeys(("moderated_on", "moderated_overall", "met_standard", "uploaded_on"), "")
    audits = with_cells(AUDITS, 2, moderator="hal@council.example", **given)
    imported(sqlite_store, audited_council(audits=audits), AUGUST)
    moderator(sqlite_store)
    [hal] = moderators(sqlite_store)
    runs(sqlite_store, AUGUST)
    assert moderators(sqlite_store) == [hal]


def test_what_nobody_may_moderate_is_put_before_qa_once_and_found_somebody_for_later(sqlite_store: Store) -> None:
    imported(sqlite_store, unjudged_audits(), AUGUST)
    # Of the audited team, above the auditor, away on leave, away for months, and gone.
    near = [moderator(sqlite_store, "Bo", team_id=1), moderator(sqlite_store, "Cy"), moderator(sqlite_store, "Di")]
    moderator(sqlite_store, "Ed", left_on=date(2019, 8, 1))
    with sqlite_store.unit(AUGUST, BY_IMPORT) as unit:
        record_leave(unit, near[1], date(2019, 8, 26), date(2019, 8, 30))
        away = {"person_id": near[2], "kind": StandingKind.MATERNITY, "starts_on": date(2019, 5, 1)}
        insert_returning_id(unit, standing_exemption, **away)
    for _ in range(2):
        runs(sqlite_store, AUGUST)
    asked = select(qa_task.c.about, qa_task.c.closed_at).where(qa_task.c.kind == QaTaskKind.MODERATION)
    [(about, closed_at)] = rows(sqlite_store, asked)
    assert "Nobody can moderate audit A1 (North Assessment)" in about
    assert closed_at is None
    assert moderators(sqlite_store) == [None]
    # Back from leave.
    assert runs(sqlite_store, AUGUST + timedelta(days=5)).found == 1
    assert moderators(sqlite_store) == [near[1]]
    assert rows(sqlite_store, asked)[0][1] is not None


def test_what_a_leaver_had_to_moderate_is_shared_out_anew(store: Store) -> None:
    imported(store, unjudged_audits(), AUGUST)
    first = moderator(store)
    runs(store, AUGUST)
    second = moderator(store, "Ove")
    with store.unit(AUGUST, BY_IMPORT) as unit:
        unit.connection.execute(person.update().where(person.c.id == first).values(left_on=date(2019, 8, 28)))
    assert runs(store, AUGUST + timedelta(hours=2)).taken_back == 0, "the day of leaving is their last one here"
    done = runs(store, AUGUST + timedelta(days=1))
    assert (done.taken_back, done.found) == (1, 1)
    assert moderators(store) == [second]
    acts = rows(store, select(allocation_act.c.old, allocation_act.c.new).order_by(allocation_act.c.id))
    assert acts == [(None, str(first)), (str(first), None), (None, str(second))]


def test_what_is_due_while_its_moderator_is_away_is_shared_out_anew(sqlite_store: Store) -> None:
    store = sqlite_store
    imported(store, unjudged_audits(), AUGUST)
    first = moderator(store)
    runs(store, AUGUST)
    [(due_on,)] = rows(store, select(moderation.c.due_on))
    second = moderator(store, "Ove")

    def is_away(until: date) -> None:
        with store.unit(AUGUST, BY_IMPORT) as unit:
            record_leave(unit, first, date(2019, 8, 29), until)

    # Back in time; and a leave that has still to begin, which may yet be taken back.
    is_away(due_on - timedelta(days=1))
    assert runs(store, AUGUST).taken_back == 0
    assert runs(store, AUGUST + timedelta(days=1)).taken_back == 0
    is_away(due_on)
    assert runs(store, AUGUST).taken_back == 0
    done = runs(store, AUGUST + timedelta(days=1))
    assert (done.taken_back, done.found) == (1, 1)
    assert moderators(store) == [second]
    acts = rows(store, select(allocation_act.c.reason).order_by(allocation_act.c.id))
    assert acts[1][0] == "Its moderator is away until after the day by which it is due."
    away = {"person_id": second, "kind": StandingKind.EXTENDED_ABSENCE, "starts_on": date(2019, 8, 30)}
    with store.unit(AUGUST, BY_IMPORT) as unit:
        insert_returning_id(unit, standing_exemption, **away)
    gone = runs(store, AUGUST + timedelta(days=2))
    assert (gone.taken_back, gone.found) == (1, 0), "the one is away, and so is the other"
    assert moderators(store) == [None]


def many_returns(store: Store, count: int) -> None:
    """Audits of as many auditors, all returned, of one month."""
    with store.unit(AUGUST, BY_IMPORT) as unit:
        for key, name in ((7, "Larch"), (8, "Rowan")):
            unit.connection.execute(team.insert().values(id=key, name=name, service="CSC"))
        for number in range(count):
            case = {"case_ref": f"C{number}", "team_id": 7, "legal_status": "CIN"}
            row = {
                "ref": f"2019-08-{number:03}",
                "month": "2019-08",
                "case_id": insert_returning_id(unit, case_record, **case),
                "auditor_id": add_person(unit, f"Auditor{number}", "auditor", team_id=8),
                "kind": "core",
                "allocated_on": date(2019, 8, 2),
                "due_on": date(2019, 8, 23),
                "team_id": 7,
                "service": "CSC",
                "legal_status": "CIN",
                "status": AllocationStatus.RETURNED,
                "returned_on": date(2019, 8, 20),
            }
            key = insert_returning_id(unit, allocation, **row)
            unit.connection.execute(audit.insert().values(allocation_id=key, overall="Good", returned_at=AUGUST))


def test_a_months_audits_are_shared_evenly_and_too_few_moderators_are_told_once(sqlite_store: Store) -> None:
    many_returns(sqlite_store, 8)
    two = [moderator(sqlite_store), moderator(sqlite_store, "Ove")]
    runs(sqlite_store, AUGUST)
    given = moderators(sqlite_store)
    assert sorted(given.count(one) for one in two) == [4, 4]
    about = rows(sqlite_store, select(qa_task.c.about).where(qa_task.c.kind == QaTaskKind.MODERATION))
    assert len(about) == 1
    assert "For August 2019 there are too few moderators" in about[0][0]


@pytest.mark.parametrize(("setting", "fewest", "most"), [("none", 0, 0), ("loops_differ", 0, 0), ("share", 1, 19)])
def test_only_what_the_council_wants_moderated_is_given(
    sqlite_store: Store, setting: str, fewest: int, most: int
) -> None:
    many_returns(sqlite_store, 20)
    moderator(sqlite_store)
    with sqlite_store.unit(AUGUST, BY_IMPORT) as unit:
        set_policy(unit, Setting("moderated", setting, date(2019, 1, 1)))
        set_policy(unit, Setting("moderated_share", "50", date(2019, 1, 1)))
    runs(sqlite_store, AUGUST)
    assert fewest <= len(moderators(sqlite_store)) <= most
    considered = rows(sqlite_store, select(allocation.c.considered_on))
    assert considered == [(AUGUST.date(),)] * 20
