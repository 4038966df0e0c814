"""Where an audit stands and what happened to it, in the words that QA reads."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dialogs.qa_words import happened, stands
from domain.lifecycle import TABLE
from domain.words import AllocationStatus as S
from domain.words import Change
from storage.audits import AllocatedAudit
from storage.qa_finding import HistoryLine

DUE = date(2026, 12, 4)
GIVEN = AllocatedAudit(
    id=7,
    ref="2026-11-007",
    case_ref="4820193",
    auditor_id=1,
    team_id=1,
    team="Alder Vale 1",
    service="CSC",
    month="2026-11",
    theme=None,
    due_on=DUE,
    status=S.STARTED,
    returned_on=None,
    social_worker_id=None,
    cycle_framework=None,
    framework_id=1,
    position="overall",
)
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LINE = HistoryLine(AT, date(2026, 11, 20), "Rosa Adeyemi", None, "chat", None, None, None, None)


@pytest.mark.parametrize(
    ("facts", "today", "closed", "words"),
    [
        ({}, DUE, False, "Started"),
        ({}, date(2026, 12, 5), False, "Started; not returned by its due day"),
        ({}, date(2026, 12, 5), True, "Started; not returned when its month closed"),
        ({"status": S.RETURNED, "returned_on": DUE}, DUE, False, "Returned; returned by its due day"),
        (
            {"status": S.SENT_BACK, "returned_on": date(2026, 12, 5)},
            date(2027, 1, 5),
            True,
            "Sent back to its auditor; returned after its due day",
        ),
        (
            {"status": S.RETURNED, "returned_on": DUE, "reopened_at": AT},
            DUE,
            False,
            "Returned, and open again; returned by its due day",
        ),
        ({"status": S.WITHDRAWN}, date(2027, 1, 5), True, "Withdrawn"),
        ({"status": S.EXEMPTED}, date(2027, 1, 5), True, "Exempt for the month"),
    ],
)
def test_where_an_audit_stands(
    facts: dict[str, Any],
    today: date,
    closed: bool,  # noqa: FBT001 - a column of the table
    words: str,
) -> None:
    assert stands(replace(GIVEN, **facts), today, is_month_closed=closed) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"new": S.ALLOCATED, "who": None, "source": "import"}, "at 09:30: allocated. By the workbook."),
        ({"old": S.ALLOCATED, "new": S.STARTED}, "at 09:30: started. By Rosa Adeyemi."),
        ({"old": S.STARTED, "new": S.RETURNED}, "at 09:30: returned. By Rosa Adeyemi."),
        (
            {"old": S.STARTED, "new": S.RETURNED, "who": "Dan Iqbal", "for_whom": "Rosa Adeyemi"},
            "at 09:30: returned. By Dan Iqbal for Rosa Adeyemi.",
        ),
        ({"old": S.WITHDRAWN, "new": S.STARTED}, "at 09:30: brought back; started. By Rosa Adeyemi."),
        (
            {"old": S.UPLOADED, "new": S.MODERATED},
            "at 09:30: not on the child's record after all; moderated. By Rosa Adeyemi.",
        ),
        ({"old": S.EXEMPTED, "new": S.ALLOCATED}, "at 09:30: exempt no longer; not started. By Rosa Adeyemi."),
        ({"change": Change.REOPEN}, "at 09:30: opened again by its auditor. By Rosa Adeyemi."),
        (
            {"change": Change.END_REOPENING, "who": None, "source": "duty"},
            "at 09:30: closed again without a new version. By auditbot.",
        ),
        (
            {"change": Change.REASSIGN, "old": "Rosa Adeyemi", "new": "Ines Varga"},
            "at 09:30: given to Ines Varga in the place of Rosa Adeyemi. By Rosa Adeyemi.",
        ),
        (
            {"change": Change.ACT_FOR, "new": "Ines Varga"},
            "at 09:30: QA goes through it for Ines Varga. By Rosa Adeyemi.",
        ),
        (
            {
                "change": Change.CORRECT_DUE_DAY,
                "old": "second_due_on 2026-12-04",
                "new": "second_due_on 2026-12-07",
                "who": "Dan Iqbal",
            },
            "at 09:30: second due day put right, from Friday 4 December 2026 to Monday 7 December 2026. By Dan Iqbal.",
        ),
    ],
)
def test_what_happened_is_a_sentence_with_who_and_when(facts: dict[str, Any], words: str) -> None:
    assert happened(replace(LINE, **facts), DUE) == f"Friday 20 November 2026 {words}"


def test_a_late_return_says_so_once_and_a_second_return_is_never_late() -> None:
    late = replace(LINE, on_day=date(2026, 12, 7), old=S.STARTED, new=S.RETURNED)
    assert happened(late, DUE) == "Monday 7 December 2026: returned, after its due day. By Rosa Adeyemi."
    again = replace(late, old=S.SENT_BACK)
    assert happened(again, DUE) == "Monday 7 December 2026: returned. By Rosa Adeyemi."


@pytest.mark.parametrize("change", Change)
def test_every_change_has_its_words(change: Change) -> None:
    kept_as_state = {row.change for row in TABLE if row.new is not None}
    if change not in kept_as_state:
        line = replace(LINE, change=change, old="due_on 2026-12-04", new="due_on 2026-12-05")
        assert happened(line, DUE).startswith("Friday 20 November 2026 at 09:30: ")
