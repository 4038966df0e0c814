"""The sheets about audits into the store: what came back moves its allocation through its history, once."""

from datetime import date

import pytest
from sqlalchemy import Table, select

from domain.words import ActionStatus, AllocationStatus, ConcernStatus, Rating
from storage.frameworks import add_shipped_frameworks
from storage.store import Store
from storage.tables.allocations import allocation, exemption
from storage.tables.audits import action_transition, agreed_action, audit, domain_rating, moderation
from storage.tables.concerns import concern, concern_transition
from storage.tables.people import person
from storage.workbook.importing import Counts
from tests.storage.imports import BY_IMPORT, LATER, NOW, everything, history, imported, rows
from tests.workbooks import (
    ACTIONS,
    ALLOCATIONS,
    AUDITS,
    CONCERNS,
    DOMAIN_RATINGS,
    EVERY_SHEET,
    EXEMPTIONS,
    audited_council,
    council,
    with_cell,
    with_cells,
    workbook,
)

S = AllocationStatus
ALLOCATED_ON = date(2019, 8, 2)


def steps(store: Store, ref: str = "A1") -> list[tuple[S | None, S, date]]:
    return [(old, new, day) for old, new, day, _, _ in history(store, ref)]


def status(store: Store, ref: str = "A1") -> S:
    ((stands,),) = rows(store, select(allocation.c.status).where(allocation.c.ref == ref))
    return S(stands)


def counted(store: Store, table: Table) -> int:
    return len(rows(store, select(table)))


def test_every_sheet_comes_in_and_a_second_time_changes_nothing(store: Store) -> None:
    report = imported(store, audited_council())
    assert report.counts == {sheet: Counts(len(table) - 1, 0, 0) for sheet, table in EVERY_SHEET.items()}
    before = everything(store)
    report = imported(store, audited_council(), LATER)
    assert report.counts == {sheet: Counts(0, 0, len(table) - 1) for sheet, table in EVERY_SHEET.items()}
    assert everything(store) == before


def test_the_sheets_may_come_one_by_one(store: Store) -> None:
    for sheet, table in EVERY_SHEET.items():
        if sheet == "teams":
            imported(store, workbook(teams=[row[:3] for row in table]))
        elif sheet == "people":
            imported(store, workbook(people=table, teams=EVERY_SHEET["teams"]))
        else:
            imported(store, workbook(**{sheet: table}))
    before = everything(store)
    imported(store, audited_council(), LATER)
    assert everything(store) == before


def test_an_audit_that_came_back_goes_through_every_state_on_its_day(store: Store) -> None:
    imported(store, audited_council())
    assert history(store, "A1") == [
        (None, S.ALLOCATED, ALLOCATED_ON, "import", NOW),
        (S.ALLOCATED, S.RETURNED, date(2019, 8, 20), "import", NOW),
        (S.RETURNED, S.MODERATED, date(2019, 8, 29), "import", NOW),
        (S.MODERATED, S.UPLOADED, date(2019, 8, 31), "import", NOW),
    ]
    a = allocation.c
    days = select(a.status, a.returned_on, a.uploaded_on).where(a.ref == "A1")
    assert rows(store, days) == [(S.UPLOADED, date(2019, 8, 20), date(2019, 8, 31))]


def test_both_ratings_are_kept(store: Store) -> None:
    imported(store, audited_council())
    said = select(audit.c.overall, audit.c.at_risk, audit.c.concern_category, audit.c.strengths, audit.c.framework_id)
    assert rows(store, said) == [(Rating.REQUIRES_IMPROVEMENT, True, None, "Seen alone each month.", None)]
    m = moderation.c
    judged = select(person.c.email, m.moderated_on, m.overall, m.met_standard, m.source, m.recorded_at).join(person)
    assert rows(store, judged) == [
        ("mo@council.example", date(2019, 8, 29), Rating.INADEQUATE, True, "import", NOW),
    ]


def test_what_comes_in_month_by_month_goes_on_where_it_stood(store: Store) -> None:
    nothing_yet = dict.fromkeys(("moderator", "moderated_on", "moderated_overall", "met_standard", "uploaded_on"), "")
    imported(store, council(audits=with_cells(AUDITS, 2, **nothing_yet)))
    assert status(store) is S.RETURNED
    assert counted(store, moderation) == 0
    report = imported(store, council(audits=with_cell(AUDITS, 2, "uploaded_on", "")), LATER)
    assert report.counts["audits"] == Counts(0, 1, 0)
    assert status(store) is S.MODERATED
    imported(store, audited_council(), LATER)
    assert steps(store)[1:] == [
        (S.ALLOCATED, S.RETURNED, date(2019, 8, 20)),
        (S.RETURNED, S.MODERATED, date(2019, 8, 29)),
        (S.MODERATED, S.UPLOADED, date(2019, 8, 31)),
    ]


def test_a_moderation_that_comes_in_after_the_upload_leaves_the_audit_on_the_record(store: Store) -> None:
    unjudged = dict.fromkeys(("moderator", "moderated_on", "moderated_overall", "met_standard"), "")
    imported(store, council(audits=with_cells(AUDITS, 2, **unjudged)))
    imported(store, council(audits=AUDITS), LATER)
    assert status(store) is S.UPLOADED
    assert steps(store)[2:] == [
        (S.RETURNED, S.UPLOADED, date(2019, 8, 31)),
        (S.RETURNED, S.MODERATED, date(2019, 8, 29)),
    ]


def test_a_day_that_is_put_right_is_kept_beside_the_first_one(store: Store) -> None:
    imported(store, audited_council())
    righted = with_cells(AUDITS, 2, returned_on="2019-08-22", moderated_on="2019-08-30", uploaded_on="2019-09-02")
    report = imported(store, council(audits=righted), LATER)
    assert report.counts["audits"] == Counts(0, 1, 0)
    assert steps(store)[4:] == [
        (S.RETURNED, S.RETURNED, date(2019, 8, 22)),
        (S.MODERATED, S.MODERATED, date(2019, 8, 30)),
        (S.UPLOADED, S.UPLOADED, date(2019, 9, 2)),
    ]
    a = allocation.c
    days = select(a.status, a.returned_on, a.uploaded_on).where(a.ref == "A1")
    assert rows(store, days) == [(S.UPLOADED, date(2019, 8, 22), date(2019, 9, 2))]
    assert rows(store, select(moderation.c.moderated_on)) == [(date(2019, 8, 30),)]


def test_blank_cells_leave_what_is_stored(store: Store) -> None:
    imported(store, audited_council())
    before = everything(store)
    bare = {
        sheet: [[cell if table[0][at] in required else "" for at, cell in enumerate(row)] for row in table[1:]]
        for sheet, table, required in (
            ("audits", AUDITS, {"allocation_ref", "returned_on", "overall"}),
            ("actions", ACTIONS, {"action_ref", "allocation_ref", "owner", "description", "raised_on", "due_on"}),
            ("concerns", CONCERNS, {"concern_ref", "allocation_ref", "category", "raised_on"}),
            ("domain_ratings", DOMAIN_RATINGS, {"allocation_ref", "domain", "rating"}),
            ("exemptions", EXEMPTIONS, {"email", "month", "kind", "authorised_on"}),
        )
    }
    report = imported(store, workbook(**{name: [EVERY_SHEET[name][0], *table] for name, table in bare.items()}), LATER)
    assert {(one.added, one.changed) for one in report.counts.values()} == {(0, 0)}
    assert everything(store) == before


def test_a_moderator_who_has_not_judged_yet_moves_nothing(store: Store) -> None:
    assigned = with_cells(AUDITS, 2, moderated_on="", moderated_overall="", met_standard="", uploaded_on="")
    imported(store, council(audits=assigned))
    assert status(store) is S.RETURNED
    assert rows(store, select(moderation.c.moderated_on, moderation.c.overall)) == [(None, None)]
    imported(store, council(audits=AUDITS), LATER)
    assert rows(store, select(moderation.c.moderated_on, moderation.c.overall)) == [
        (date(2019, 8, 29), Rating.INADEQUATE)
    ]
    assert status(store) is S.UPLOADED


def test_a_judgement_without_its_day_counts_from_the_return_and_is_a_warning(store: Store) -> None:
    report = imported(store, council(audits=with_cells(AUDITS, 2, moderated_on="", uploaded_on="")))
    assert [str(warned) for warned in report.warnings] == [
        "audits row 2, column moderated_on: the day of the moderation is missing, so it counts from the return."
    ]
    assert steps(store)[-1] == (S.RETURNED, S.MODERATED, date(2019, 8, 20))
    before = everything(store)
    imported(store, council(audits=with_cells(AUDITS, 2, moderated_on="", uploaded_on="")), LATER)
    assert everything(store) == before


def test_an_exemption_moves_what_was_allocated_and_has_not_come_back(store: Store) -> None:
    imported(store, audited_council())
    assert steps(store, "A2") == [
        (None, S.ALLOCATED, ALLOCATED_ON),
        (S.ALLOCATED, S.EXEMPTED, date(2019, 8, 14)),
    ]
    assert status(store, "A1") is S.UPLOADED


def test_an_exemption_of_somebody_whose_audit_came_back_moves_nothing(store: Store) -> None:
    imported(store, audited_council(exemptions=with_cell(EXEMPTIONS, 2, "email", "ada@council.example")))
    assert status(store, "A1") is S.UPLOADED
    assert S.EXEMPTED not in {new for _, new, _ in steps(store, "A1")}
    assert counted(store, exemption) == 1


def test_an_exemption_from_before_the_allocation_counts_from_the_day_of_the_allocation(store: Store) -> None:
    early = with_cell(EXEMPTIONS, 2, "authorised_on", "2019-07-29")
    imported(store, council(exemptions=early, allocations=ALLOCATIONS[:1]))
    assert counted(store, allocation) == 0
    imported(store, workbook(allocations=ALLOCATIONS), LATER)
    assert steps(store, "A2")[-1] == (S.ALLOCATED, S.EXEMPTED, ALLOCATED_ON)


def test_an_exempted_audit_that_comes_back_all_the_same_is_returned(store: Store) -> None:
    imported(store, audited_council())
    late = [AUDITS[0], ["A2", "2019-09-02", "Good", *[""] * 9]]
    imported(store, workbook(audits=late), LATER)
    assert steps(store, "A2")[-1] == (S.EXEMPTED, S.RETURNED, date(2019, 9, 2))
    imported(store, audited_council(), LATER)
    assert status(store, "A2") is S.RETURNED


def test_what_came_back_before_it_was_withdrawn_keeps_both_facts(store: Store) -> None:
    withdrawn = with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-09-05")
    returned = with_cells(AUDITS, 2, moderator="", moderated_on="", moderated_overall="", met_standard="")
    source = council(allocations=withdrawn, audits=with_cell(returned, 2, "uploaded_on", ""))
    imported(store, source)
    assert status(store) is S.WITHDRAWN
    assert (S.ALLOCATED, S.RETURNED, date(2019, 8, 20)) in steps(store)
    before = everything(store)
    imported(store, source, LATER)
    assert everything(store) == before


@pytest.mark.parametrize("spelling", ["SUPERVISION", " supervision ", "Supervision"])
def test_a_domain_is_kept_by_its_framework_s_title(store: Store, spelling: str) -> None:
    store.do(add_shipped_frameworks, NOW, BY_IMPORT)
    imported(store, audited_council(domain_ratings=with_cell(DOMAIN_RATINGS, 2, "domain", spelling)))
    d = domain_rating.c
    kept = select(d.domain, d.rating, d.moderated_rating, d.evidence, d.reason).where(d.rating != Rating.NOT_GRADED)
    assert rows(store, kept) == [
        (
            "Supervision",
            Rating.GOOD,
            Rating.REQUIRES_IMPROVEMENT,
            "Six sessions in the record.",
            "None of them reflective.",
        )
    ]


def test_a_domain_may_be_named_by_its_key(store: Store) -> None:
    store.do(add_shipped_frameworks, NOW, BY_IMPORT)
    imported(store, audited_council(domain_ratings=with_cell(DOMAIN_RATINGS, 2, "domain", "voice")))
    assert ("Seeing and Hearing the Child",) in rows(store, select(domain_rating.c.domain))


def test_a_domain_of_no_framework_keeps_the_spelling_it_had_first(store: Store) -> None:
    imported(store, audited_council(domain_ratings=with_cell(DOMAIN_RATINGS, 2, "domain", "Life story work")))
    again = with_cells(DOMAIN_RATINGS, 2, domain="life story WORK", rating="Outstanding")
    report = imported(store, workbook(domain_ratings=again), LATER)
    assert report.counts["domain_ratings"] == Counts(0, 1, 1)
    assert ("Life story work", Rating.OUTSTANDING) in rows(
        store, select(domain_rating.c.domain, domain_rating.c.rating)
    )


def test_an_action_has_its_raising_and_its_completion(store: Store) -> None:
    imported(store, audited_council())
    h = action_transition.c
    told = select(agreed_action.c.ref, h.from_status, h.to_status, h.on_day, h.source).join(agreed_action)
    assert set(rows(store, told)) == {
        ("N1", None, ActionStatus.OPEN, date(2019, 8, 20), "import"),
        ("N1", ActionStatus.OPEN, ActionStatus.COMPLETED, date(2019, 9, 2), "import"),
        ("N2", None, ActionStatus.OPEN, date(2019, 8, 20), "import"),
    }
    done = with_cells(with_cell(ACTIONS, 2, "completed_on", "2019-09-03"), 3, completed_on="2019-09-16")
    report = imported(store, workbook(actions=done), LATER)
    assert report.counts["actions"] == Counts(0, 2, 0)
    assert rows(store, told.where(h.at == LATER).order_by(h.id)) == [
        ("N1", ActionStatus.COMPLETED, ActionStatus.COMPLETED, date(2019, 9, 3), "import"),
        ("N2", ActionStatus.OPEN, ActionStatus.COMPLETED, date(2019, 9, 16), "import"),
    ]


def test_a_concern_goes_from_raised_to_resolved_by_its_days(store: Store) -> None:
    imported(store, audited_council())
    c, h = concern.c, concern_transition.c
    assert rows(store, select(c.status, c.category, c.immediate)) == [(ConcernStatus.RESPONDED, 2, False)]
    resolved = with_cells(CONCERNS, 2, resolved_on="2019-09-16", signed_off_by="hal@council.example")
    imported(store, workbook(concerns=resolved), LATER)
    assert rows(store, select(c.status, c.resolved_on)) == [(ConcernStatus.RESOLVED, date(2019, 9, 16))]
    assert rows(store, select(h.from_status, h.to_status, h.on_day, h.category, h.source).order_by(h.id)) == [
        (None, ConcernStatus.OPEN, date(2019, 8, 29), 2, "import"),
        (ConcernStatus.OPEN, ConcernStatus.RESPONDED, date(2019, 9, 5), 2, "import"),
        (ConcernStatus.RESPONDED, ConcernStatus.RESOLVED, date(2019, 9, 16), 2, "import"),
    ]


def test_a_response_that_comes_in_late_leaves_a_concern_resolved(store: Store) -> None:
    ended = with_cells(CONCERNS, 2, responded_on="", resolved_on="2019-09-09")
    imported(store, audited_council(concerns=ended))
    imported(store, workbook(concerns=with_cell(CONCERNS, 2, "resolved_on", "")), LATER)
    assert rows(store, select(concern.c.status, concern.c.responded_on)) == [(ConcernStatus.RESOLVED, date(2019, 9, 5))]


def test_actions_and_concerns_need_no_row_of_the_audit(store: Store) -> None:
    sheets = {name: EVERY_SHEET[name] for name in ("actions", "concerns", "domain_ratings", "engagement")}
    imported(store, council(**sheets))
    assert counted(store, audit) == 0
    assert counted(store, agreed_action) == 2
