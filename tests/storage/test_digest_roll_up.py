"""The directors' roll-up counts what the figure of open actions counts, recounted from the workbook's rows."""

from collections import Counter
from datetime import date, timedelta

import pytest

from domain.calendar import london_day
from storage.store import Store
from storage.subjects import overdue_by_service
from tests.storage.eventful_councils import EventfulCouncil
from tests.storage.imports import BY_IMPORT, NOW, imported
from tests.storage.recount import Known, Span
from tests.storage.recount_registers import open_actions
from tests.storage.written_councils import workbook_of

TODAY = london_day(NOW)


@pytest.mark.parametrize("seed", [1, 2])
def test_open_and_overdue_actions_of_each_service_are_those_recounted(store: Store, seed: int) -> None:
    sheets = EventfulCouncil(seed).sheets
    # One that is raised tomorrow is no open action today.
    raised_later = {"raised_on": TODAY + timedelta(days=1), "due_on": date(2019, 10, 1), "completed_on": None}
    sheets["actions"].append({**sheets["actions"][0], "action_ref": "LATER", **raised_later})
    imported(store, workbook_of(sheets))
    opened, overdue = Counter[str](), Counter[str]()
    for item in open_actions()(Known(sheets, TODAY), Span(TODAY, TODAY)):
        opened[item.of["service"]] += 1
        overdue[item.of["service"]] += item.above
    with store.snapshot(NOW, BY_IMPORT) as unit:
        lines = overdue_by_service(unit, TODAY)
    assert {one.service: (one.open, one.overdue) for one in lines} == {
        service: (count, overdue[service]) for service, count in opened.items()
    }
    assert len(lines) > 1
    assert [one.overdue for one in lines] == sorted(overdue.values(), reverse=True)
