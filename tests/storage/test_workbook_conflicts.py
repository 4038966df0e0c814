"""A row that would undo what was done in chat since the last import is a conflict, unless the workbook wins."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.words import ActionStatus, AllocationStatus, ConcernStatus, Rating
from storage.people import link
from storage.store import Store
from storage.tables.allocations import allocation, exemption
from storage.tables.audits import agreed_action, audit, audit_answer, moderation
from storage.tables.concerns import concern, concern_transition
from storage.tables.people import person
from tests.storage.imports import LATER, history, imported, rows
from tests.storage.in_chat import AT, CHAT, DAY, RETURNED, Chat
from tests.workbooks import (
    ACTIONS,
    ALLOCATIONS,
    AUDITS,
    CONCERNS,
    ENGAGEMENT,
    EXEMPTIONS,
    PEOPLE,
    TEAMS,
    Rows,
    audited_council,
    council,
    with_cell,
    with_cells,
    workbook,
)

S = AllocationStatus


@pytest.fixture
def chat(store: Store) -> Chat:
    imported(store, council())
    return Chat(store)


def test_an_audit_returned_in_chat_is_not_rewritten(chat: Chat) -> None:
    chat.returns()
    other = with_cells(RETURNED, 2, returned_on="2019-09-10", overall="Inadequate", strengths="None.", at_risk="no")
    assert chat.conflicts(council(audits=other)) == [
        (
            f"audits row 2, column overall: this audit was returned {AT}, and this row would put 'Inadequate' in the "
            "place of 'Good'. Write 'Good' or nothing here, or import with --workbook-wins."
        ),
        (
            f"audits row 2, column returned_on: this audit was returned {AT}, and this row would put 2019-09-10 in the "
            "place of 2019-09-12. Write 2019-09-12 or nothing here, or import with --workbook-wins."
        ),
        (
            f"audits row 2, column strengths: this audit was returned {AT}, and this row would put another text in the "
            "place of another text. Write nothing here, or import with --workbook-wins."
        ),
    ]
    chat.wins(council(audits=other))
    assert rows(chat.store, select(audit.c.overall, audit.c.at_risk)) == [(Rating.INADEQUATE, False)]
    assert rows(chat.store, select(allocation.c.returned_on).where(allocation.c.ref == "A1")) == [(date(2019, 9, 10),)]


def test_what_says_the_same_or_only_adds_undoes_nothing(chat: Chat) -> None:
    chat.returns()
    assert chat.conflicts(council(audits=RETURNED)) == []
    judged = with_cells(
        RETURNED, 2, moderator="mo@council.example", moderated_on="2019-09-16", uploaded_on="2019-09-17"
    )
    assert chat.conflicts(council(audits=judged)) == []
    assert [new for _, new, *_ in history(chat.store, "A1")][-3:] == [S.RETURNED, S.MODERATED, S.UPLOADED]


def test_an_import_in_between_takes_note_of_what_was_done(chat: Chat) -> None:
    chat.returns()
    other = with_cell(RETURNED, 2, "overall", "Inadequate")
    imported(chat.store, workbook(teams=TEAMS), LATER)
    assert len(chat.conflicts(council(audits=other), now=LATER)) == 1
    imported(chat.store, workbook(audits=RETURNED), LATER)
    assert chat.conflicts(workbook(audits=other), now=datetime(2019, 9, 24, 9, tzinfo=UTC)) == []


def test_who_was_involved_is_not_rewritten(chat: Chat) -> None:
    chat.returns()
    (complaint,) = chat.conflicts(council(engagement=with_cell(ENGAGEMENT, 2, "outcome", "not_attempted")[:2]))
    assert complaint.startswith(
        f"engagement row 2, column outcome: this audit was returned {AT}, and this row would put 'not_attempted' in the"
    )


def test_an_audit_under_way_is_not_closed_over_its_answers(chat: Chat) -> None:
    chat.starts()
    chat.answers()
    assert chat.conflicts(council(audits=AUDITS)) == [
        (
            f"audits row 2, column returned_on: this audit was answered {AT}, and this row would close it before its "
            "auditor returns it. Write no row for this audit, or import with --workbook-wins."
        )
    ]
    chat.wins(council(audits=AUDITS))
    assert [answers for (answers,) in rows(chat.store, select(audit_answer.c.answers))] == [{"child": "included"}]
    kept = select(audit.c.overall, audit.c.position, audit.c.framework_id.is_not(None))
    assert rows(chat.store, kept) == [(Rating.REQUIRES_IMPROVEMENT, "involved", True)]


def test_an_audit_that_was_only_started_goes_on_from_there(chat: Chat) -> None:
    chat.starts()
    assert chat.conflicts(council(audits=AUDITS)) == []
    assert [(old, new) for old, new, *_ in history(chat.store, "A1")][1:3] == [
        (S.ALLOCATED, S.STARTED),
        (S.STARTED, S.RETURNED),
    ]
    assert rows(chat.store, select(allocation.c.started_at).where(allocation.c.ref == "A1")) == [(CHAT,)]


def test_an_audit_that_was_sent_back_stays_with_its_auditor(chat: Chat) -> None:
    chat.returns()
    chat.moves(S.RETURNED, S.SENT_BACK)
    judged = with_cells(RETURNED, 2, moderator="mo@council.example", moderated_on="2019-09-11")
    assert chat.conflicts(council(audits=judged)) == [
        (
            f"audits row 2, column moderated_on: this audit was sent back {AT}, and this row would take it out of the "
            "auditor's hands. Write nothing here, or import with --workbook-wins."
        )
    ]
    chat.wins(council(audits=judged))
    assert history(chat.store, "A1")[-1][:2] == (S.SENT_BACK, S.MODERATED)


def test_a_moderation_in_chat_is_not_rewritten(chat: Chat) -> None:
    chat.returns()
    key = chat.id()
    judgement = {"moderated_on": DAY, "overall": Rating.GOOD, "source": "chat", "recorded_at": CHAT}
    chat.does(lambda unit: unit.connection.execute(moderation.insert().values(allocation_id=key, **judgement)))
    chat.moves(S.RETURNED, S.MODERATED)
    judged = with_cells(RETURNED, 2, moderator="mo@council.example", moderated_overall="RI", met_standard="yes")
    assert chat.conflicts(council(audits=judged)) == [
        (
            f"audits row 2, column moderated_overall: this audit was moderated {AT}, and this row would put "
            "'Requires Improvement' in the place of 'Good'. Write 'Good' or nothing here, or import with "
            "--workbook-wins."
        )
    ]
    chat.wins(council(audits=judged))
    m = moderation.c
    assert rows(chat.store, select(m.moderated_on, m.overall, m.met_standard, m.source)) == [
        (DAY, Rating.REQUIRES_IMPROVEMENT, True, "import")
    ]


def test_an_audit_on_the_child_s_record_stays_there_on_its_day(chat: Chat) -> None:
    chat.returns()
    chat.moves(S.RETURNED, S.UPLOADED, uploaded_on=DAY)
    (complaint,) = chat.conflicts(council(audits=with_cell(RETURNED, 2, "uploaded_on", "2019-09-13")))
    assert complaint.startswith(
        f"audits row 2, column uploaded_on: this audit was noted as on the child's record {AT}, and this row would put"
    )


def test_an_audit_withdrawn_in_chat_does_not_come_back(chat: Chat) -> None:
    chat.moves(S.ALLOCATED, S.WITHDRAWN, withdrawn_on=DAY)
    late = [AUDITS[0], ["A1", "2019-09-16", "Good", *[""] * 9]]
    assert chat.conflicts(council(audits=late)) == [
        (
            f"audits row 2, column returned_on: this audit was withdrawn {AT}, and this row would bring it back. "
            "Write no row for this audit, or import with --workbook-wins."
        )
    ]
    chat.wins(council(audits=late))
    a = allocation.c
    assert rows(chat.store, select(a.status, a.withdrawn_on).where(a.ref == "A1")) == [(S.RETURNED, None)]
    assert history(chat.store, "A1")[-1][:3] == (S.WITHDRAWN, S.RETURNED, date(2019, 9, 16))


def test_the_day_of_a_withdrawal_in_chat_stays(chat: Chat) -> None:
    chat.moves(S.ALLOCATED, S.WITHDRAWN, withdrawn_on=DAY)
    other = council(allocations=with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-09-01"))
    (complaint,) = chat.conflicts(other)
    assert complaint.startswith(
        f"allocations row 2, column withdrawn_on: this audit was withdrawn {AT}, and this row would put 2019-09-01 in"
    )
    chat.wins(other)


def test_an_audit_that_was_started_is_not_withdrawn_or_exempted_or_given_to_another(chat: Chat) -> None:
    chat.starts()
    taken = with_cells(ALLOCATIONS, 2, withdrawn_on="2019-09-13", auditor="mo@council.example")
    exempt = with_cell(EXEMPTIONS, 2, "email", "ada@council.example")
    assert chat.conflicts(council(allocations=with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-09-13"))) == [
        (
            f"allocations row 2, column withdrawn_on: this audit was started {AT}, and this row would withdraw it. "
            "Write nothing here, or import with --workbook-wins."
        )
    ]
    assert chat.conflicts(council(exemptions=exempt)) == [
        (
            f"exemptions row 2, column month: this audit was started {AT}, and this row would exempt its auditor from "
            "it. Write no row for this person and month, or import with --workbook-wins."
        )
    ]
    assert chat.conflicts(council(allocations=taken))[0] == (
        f"allocations row 2, column auditor: this audit was started {AT}, and this row would put 'mo@council.example' "
        "in the place of 'ada@council.example'. Write 'ada@council.example' or nothing here, or import with "
        "--workbook-wins."
    )
    chat.wins(council(exemptions=exempt))
    assert history(chat.store, "A1")[-1][:2] == (S.STARTED, S.EXEMPTED)


def test_an_exemption_decided_in_chat_stays(chat: Chat) -> None:
    ((mo,),) = rows(chat.store, select(person.c.id).where(person.c.email == "mo@council.example"))
    decided = {"kind": "leave", "authorised_on": DAY, "source": "chat", "recorded_at": CHAT}
    chat.does(lambda unit: unit.connection.execute(exemption.insert().values(person_id=mo, month="2019-08", **decided)))
    complaints = chat.conflicts(council(exemptions=EXEMPTIONS))
    assert [complaint.split(":")[0] for complaint in complaints] == [
        "exemptions row 2, column authorised_on",
        "exemptions row 2, column kind",
    ]
    assert (
        f"this exemption was decided {AT}, and this row would put 'director' in the place of 'leave'" in complaints[1]
    )
    chat.wins(council(exemptions=EXEMPTIONS))


def test_an_action_completed_in_chat_stays_completed_on_its_day(store: Store) -> None:
    imported(store, audited_council())
    chat = Chat(store)
    chat.moves_action("N2", ActionStatus.OPEN, ActionStatus.COMPLETED, completed_on=DAY)
    other = with_cell(ACTIONS, 3, "completed_on", "2019-09-10")
    assert chat.conflicts(workbook(actions=other)) == [
        (
            f"actions row 3, column completed_on: this action was completed {AT}, and this row would put 2019-09-10 in "
            "the place of 2019-09-12. Write 2019-09-12 or nothing here, or import with --workbook-wins."
        )
    ]
    assert chat.conflicts(workbook(actions=ACTIONS)) == []
    assert (DAY,) in rows(store, select(agreed_action.c.completed_on))


def test_an_action_opened_again_in_chat_is_not_closed_by_an_old_row(store: Store) -> None:
    imported(store, audited_council())
    chat = Chat(store)
    chat.moves_action("N1", ActionStatus.COMPLETED, ActionStatus.OPEN, completed_on=None)
    assert chat.conflicts(audited_council()) == [
        (
            f"actions row 2, column completed_on: this action was raised or opened again {AT}, and this row would put "
            "2019-09-02 there. Write nothing here, or import with --workbook-wins."
        )
    ]
    chat.wins(audited_council())


def test_a_concern_raised_again_in_chat_is_not_resolved_by_an_old_row(store: Store) -> None:
    ended = with_cells(CONCERNS, 2, resolved_on="2019-09-09", signed_off_by="hal@council.example")
    imported(store, audited_council(concerns=ended))
    chat = Chat(store)
    chat.raises_concern()
    complaints = sorted(chat.conflicts(audited_council(concerns=ended)), key=lambda one: "responded_on" in one)
    assert complaints == [
        (
            f"concerns row 2, column category: this concern was raised {AT}, and this row would put '2' in the place "
            "of '1'. Write '1' or nothing here, or import with --workbook-wins."
        ),
        (
            f"concerns row 2, column raised_on: this concern was raised {AT}, and this row would put 2019-08-29 in the "
            "place of 2019-09-12. Write 2019-09-12 or nothing here, or import with --workbook-wins."
        ),
        *(
            f"concerns row 2, column {column}: this concern was raised {AT}, and this row would put {value} "
            "there. Write nothing here, or import with --workbook-wins."
            for column, value in (
                ("resolved_on", "2019-09-09"),
                ("signed_off_by", "'hal@council.example'"),
                ("responded_on", "2019-09-05"),
            )
        ),
    ]
    chat.wins(audited_council(concerns=ended))
    assert rows(store, select(concern.c.status, concern.c.category)) == [(ConcernStatus.RESOLVED, 2)]
    assert rows(store, select(concern_transition.c.source).order_by(concern_transition.c.id.desc()))[0] == ("import",)


def test_a_response_to_a_concern_raised_in_chat_undoes_nothing(chat: Chat) -> None:
    chat.raises_concern()
    answered: Rows = [CONCERNS[0], ["A1-C", "A1", 1, "2019-09-12", "2019-09-13", "", ""]]
    assert chat.conflicts(council(concerns=answered)) == []
    assert rows(chat.store, select(concern.c.status, concern.c.raised_on)) == [(ConcernStatus.RESPONDED, DAY)]


def test_an_account_linked_in_teams_gives_way_only_when_the_workbook_wins(chat: Chat) -> None:
    ((ada,),) = rows(chat.store, select(person.c.id).where(person.c.email == "ada@council.example"))
    chat.does(lambda unit: link(unit, ada, "tenant", "0f000000-0000-4000-8000-000000000001", "email"))
    other = council(people=with_cell(PEOPLE, 4, "entra_object_id", "0f000000-0000-4000-8000-000000000002"))
    assert chat.conflicts(other) == [
        (
            f"people row 4, column entra_object_id: this person was linked to an account {AT}, and this row would put "
            "'0f000000-0000-4000-8000-000000000002' in its place. Write nothing here, or import with --workbook-wins."
        )
    ]
    chat.wins(other)
    linked = select(person.c.entra_object_id, person.c.linked_by).where(person.c.id == ada)
    assert rows(chat.store, linked) == [("0f000000-0000-4000-8000-000000000002", "import")]
