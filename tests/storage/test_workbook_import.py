"""A workbook into the store, on both engines: what is written, what stays, what history says."""

from datetime import date

import pytest
from sqlalchemy import func, select

from domain.words import AllocationStatus, Post, Role
from storage.lifecycle import move
from storage.store import Actor, Store
from storage.tables.allocations import allocation, allocation_transition
from storage.tables.people import person, person_role, standing_exemption, team, team_post
from storage.tables.service import event, import_run
from storage.workbook.importing import Counts, import_workbook
from storage.workbook.reading import Workbook
from tests.storage.imports import BY_IMPORT, LATER, NOW, everything, history, imported, rows
from tests.workbooks import ALLOCATIONS, CASES, PEOPLE, STANDING_EXEMPTIONS, TEAMS, council, with_cell, workbook


def test_every_import_that_was_written_leaves_a_run_and_a_line_in_the_record(store: Store) -> None:
    imported(store, council())
    ((at, by, digest, changes),) = rows(
        store, select(import_run.c.at, import_run.c.by_id, import_run.c.digest, import_run.c.changes)
    )
    assert (at, by, digest) == (NOW, None, "a digest")
    assert changes["people"] == {"added": 4, "changed": 0, "unchanged": 0}
    recorded = rows(store, select(event.c.what, event.c.source, event.c.subject, event.c.detail))
    assert recorded == [("workbook_imported", "import", "import_run", changes)]


def test_names_become_references_whatever_the_order_of_the_sheets(store: Store) -> None:
    whole = council()
    imported(store, Workbook(whole.sheets[::-1], whole.digest))
    emails = dict(rows(store, select(person.c.id, person.c.email)))
    managed = rows(store, select(person.c.email, person.c.line_manager_id).where(person.c.line_manager_id.is_not(None)))
    assert {who: emails[manager] for who, manager in managed} == {
        "mo@council.example": "hal@council.example",
        "ada@council.example": "mo@council.example",
        "sol@council.example": "mo@council.example",
    }
    posts = rows(store, select(team.c.name, team_post.c.post, team_post.c.person_id).join(team))
    assert {(name, post, emails[holder]) for name, post, holder in posts} == {
        ("North Assessment", Post.TEAM_MANAGER, "mo@council.example"),
        ("North Assessment", Post.HEAD_OF_SERVICE, "hal@council.example"),
        ("South Support", Post.HEAD_OF_SERVICE, "hal@council.example"),
    }


def test_a_part_of_the_workbook_can_name_what_was_imported_before(store: Store) -> None:
    imported(store, council())
    report = imported(
        store, workbook(cases=[*CASES, ["5000111", "South Support", "ADA@council.example", "CiC", "", ""]])
    )
    assert report.counts == {"cases": Counts(1, 0, 2)}


def test_a_known_key_is_updated_and_a_blank_cell_leaves_what_is_stored(store: Store) -> None:
    imported(store, council())
    changed = with_cell(with_cell(PEOPLE, 4, "name", "Ada Oak"), 4, "trained_on", "")
    report = imported(store, workbook(people=with_cell(changed, 4, "line_manager", "")))
    assert report.counts == {"people": Counts(0, 1, 3)}
    ((name, trained_on, manager),) = rows(
        store,
        select(person.c.name, person.c.trained_on, person.c.line_manager_id).where(
            person.c.email == "ada@council.example"
        ),
    )
    assert (name, trained_on) == ("Ada Oak", date(2018, 6, 1))
    assert manager is not None


def test_a_column_that_is_not_there_leaves_what_is_stored(store: Store) -> None:
    imported(store, council())
    before = everything(store)
    imported(store, workbook(people=[[row[0], row[1], row[5]] for row in PEOPLE], teams=[row[:2] for row in TEAMS]))
    assert everything(store) == before


def test_roles_are_replaced_as_they_are_listed(store: Store) -> None:
    imported(store, council())
    report = imported(store, workbook(people=with_cell(PEOPLE, 3, "roles", "moderator;auditor")))
    assert report.counts["people"] == Counts(0, 1, 3)
    held = select(person_role.c.role).join(person).where(person.c.email == "mo@council.example")
    assert {role for (role,) in rows(store, held)} == {Role.MODERATOR, Role.AUDITOR}


def test_a_new_post_holder_replaces_the_old_one(store: Store) -> None:
    imported(store, council())
    report = imported(store, workbook(teams=with_cell(TEAMS, 2, "team_manager", "sol@council.example")))
    assert report.counts["teams"] == Counts(0, 1, 1)
    held = select(person.c.email).join(team_post).where(team_post.c.post == Post.TEAM_MANAGER)
    assert rows(store, held) == [("sol@council.example",)]


def test_an_exemption_that_ends_keeps_its_row(store: Store) -> None:
    imported(store, council())
    report = imported(store, workbook(standing_exemptions=with_cell(STANDING_EXEMPTIONS, 2, "to", "2019-09-30")))
    assert report.counts["standing_exemptions"] == Counts(0, 1, 0)
    stored = select(standing_exemption.c.ends_on, standing_exemption.c.audits_in)
    assert rows(store, stored) == [(date(2019, 9, 30), "odd")]


def test_an_allocation_takes_its_case_s_team_and_keeps_it_when_the_case_moves(store: Store) -> None:
    imported(store, council())
    moved = with_cell(with_cell(CASES, 2, "team", "South Support"), 2, "legal_status", "CP")
    imported(store, council(cases=moved), LATER)
    a = allocation.c
    fixed = select(team.c.name, a.service, a.locality, a.legal_status, a.kind).join(team, team.c.id == a.team_id)
    assert rows(store, fixed.where(a.ref == "A1")) == [("North Assessment", "Social Care", "North", "CIN", "core")]


def test_an_allocation_keeps_the_team_that_its_row_names(store: Store) -> None:
    named = with_cell(with_cell(ALLOCATIONS, 2, "team", "South Support"), 2, "service", "Early Help")
    imported(store, council(allocations=with_cell(named, 2, "legal_status", "CiC")))
    a = allocation.c
    fixed = select(team.c.name, a.service, a.locality, a.legal_status).join(team, team.c.id == a.team_id)
    assert rows(store, fixed.where(a.ref == "A1")) == [("South Support", "Early Help", "North", "CiC")]


def test_an_allocation_s_history_begins_on_the_day_it_was_allocated(store: Store) -> None:
    imported(store, council())
    assert history(store, "A1") == [(None, AllocationStatus.ALLOCATED, date(2019, 8, 2), "import", NOW)]


def test_an_allocation_that_comes_in_withdrawn_has_both_its_changes_of_state(store: Store) -> None:
    imported(store, council(allocations=with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-08-09")))
    assert history(store, "A1") == [
        (None, AllocationStatus.ALLOCATED, date(2019, 8, 2), "import", NOW),
        (AllocationStatus.ALLOCATED, AllocationStatus.WITHDRAWN, date(2019, 8, 9), "import", NOW),
    ]
    stands = select(allocation.c.status, allocation.c.withdrawn_on).where(allocation.c.ref == "A1")
    assert rows(store, stands) == [(AllocationStatus.WITHDRAWN, date(2019, 8, 9))]


def test_a_later_import_withdraws_once_and_names_the_replacement(store: Store) -> None:
    imported(store, council())
    withdrawn = with_cell(with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-08-09"), 2, "replaced_by", "A2")
    report = imported(store, workbook(allocations=withdrawn), LATER)
    assert report.counts == {"allocations": Counts(0, 1, 1)}
    imported(store, workbook(allocations=withdrawn), LATER)
    assert [change[:3] for change in history(store, "A1")] == [
        (None, AllocationStatus.ALLOCATED, date(2019, 8, 2)),
        (AllocationStatus.ALLOCATED, AllocationStatus.WITHDRAWN, date(2019, 8, 9)),
    ]
    assert rows(store, select(allocation.c.replaced_by).where(allocation.c.ref == "A1")) == [("A2",)]


def test_a_corrected_day_of_withdrawal_is_kept_beside_the_first_one(store: Store) -> None:
    imported(store, council(allocations=with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-08-09")))
    imported(store, council(allocations=with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-08-12")), LATER)
    assert [change[1:3] for change in history(store, "A1")][1:] == [
        (AllocationStatus.WITHDRAWN, date(2019, 8, 9)),
        (AllocationStatus.WITHDRAWN, date(2019, 8, 12)),
    ]
    stands = select(allocation.c.withdrawn_on).where(allocation.c.ref == "A1")
    assert rows(store, stands) == [(date(2019, 8, 12),)]


def test_what_was_done_in_chat_stays_when_the_workbook_says_nothing_of_it(store: Store) -> None:
    imported(store, council())
    ((row_id,),) = rows(store, select(allocation.c.id).where(allocation.c.ref == "A1"))
    store.do(
        lambda unit: move(
            unit, row_id, AllocationStatus.ALLOCATED, AllocationStatus.STARTED, date(2019, 8, 5), started_at=unit.now
        ),
        NOW,
        Actor(source="chat"),
    )
    imported(store, council(allocations=with_cell(ALLOCATIONS, 2, "due_on", "2019-08-30")), LATER)
    stands = select(allocation.c.status, allocation.c.started_at, allocation.c.due_on)
    assert rows(store, stands.where(allocation.c.ref == "A1")) == [(AllocationStatus.STARTED, NOW, date(2019, 8, 30))]


def test_an_account_of_the_workbook_is_linked_and_known_as_imported(store: Store) -> None:
    imported(store, council(people=with_cell(PEOPLE, 4, "entra_object_id", "0F1E0000-0000-4000-8000-0000000000AA")))
    linked = select(person.c.entra_object_id, person.c.linked_by, person.c.linked_at, person.c.tenant_id)
    assert rows(store, linked.where(person.c.email == "ada@council.example")) == [
        ("0f1e0000-0000-4000-8000-0000000000aa", "import", NOW, None)
    ]
    report = imported(
        store, council(people=with_cell(PEOPLE, 4, "entra_object_id", "0F1E0000-0000-4000-8000-0000000000AA")), LATER
    )
    assert report.counts["people"] == Counts(0, 0, 4)


def test_progress_is_told_sheet_by_sheet_from_its_first_row_to_its_last(store: Store) -> None:
    told: dict[str, list[tuple[int, int]]] = {}

    def tell(sheet: str, done: int, total: int) -> None:
        told.setdefault(sheet, []).append((done, total))

    store.do(lambda unit: import_workbook(unit, council(), progress=tell), NOW, BY_IMPORT)
    assert list(told) == ["teams", "people", "standing_exemptions", "cases", "cycles", "allocations"]
    assert told["people"] == [(0, 4), (4, 4), (4, 4)]


def test_a_sheet_longer_than_a_batch_comes_in_whole_and_only_once(store: Store) -> None:
    numbers = range(2_500)
    cases = [["case_ref", "team", "legal_status"], *([f"{5_000_000 + n}", "South Support", "CIN"] for n in numbers)]
    allocations = [
        ALLOCATIONS[0][:6],
        *([f"A{n}", "2019-08", f"{5_000_000 + n}", "mo@council.example", *ALLOCATIONS[1][4:6]] for n in numbers),
    ]
    everyone = council(cases=cases, allocations=allocations)
    assert imported(store, everyone).counts["allocations"] == Counts(2_500, 0, 0)
    assert rows(store, select(func.count()).select_from(allocation_transition)) == [(2_500,)]
    before = everything(store)
    assert imported(store, everyone, LATER).counts["cases"] == Counts(0, 0, 2_500)
    assert everything(store) == before
    later_due = [allocations[0], *([*row[:5], date(2019, 8, 30)] for row in allocations[1:])]
    assert imported(store, workbook(allocations=later_due), LATER).counts["allocations"] == Counts(0, 2_500, 0)
    assert set(rows(store, select(allocation.c.due_on))) == {(date(2019, 8, 30),)}


@pytest.mark.parametrize("ending", ["a dry run", "a problem"])
def test_whatever_is_not_imported_leaves_the_store_as_it_was(store: Store, ending: str) -> None:
    imported(store, council())
    before = everything(store)
    changed = with_cell(ALLOCATIONS, 2, "due_on", "2019-08-30")
    if ending == "a problem":
        changed = with_cell(changed, 3, "auditor", "nobody@council.example")
    report = store.do(
        lambda unit: import_workbook(unit, council(allocations=changed), dry_run=ending == "a dry run"),
        LATER,
        BY_IMPORT,
    )
    assert not report.is_written
    assert everything(store) == before
    assert len(rows(store, select(import_run.c.id))) == len(rows(store, select(event.c.id))) == 1


def test_a_dry_run_counts_what_an_import_would_do(store: Store) -> None:
    report = store.do(lambda unit: import_workbook(unit, council(), dry_run=True), NOW, BY_IMPORT)
    assert report.counts["allocations"] == Counts(2, 0, 0)
    assert rows(store, select(person.c.id)) == []
