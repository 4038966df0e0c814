"""The council's names are read again when they change, and only then."""

from metrics.query import Dimension
from metrics.vocabulary import vocabulary_of
from storage.store import Store
from tests.storage.eventful_councils import EventfulCouncil
from tests.storage.imports import BY_IMPORT, LATER, NOW, imported
from tests.storage.written_councils import workbook_of


def test_names_that_did_not_change_are_not_read_again(store: Store) -> None:
    imported(store, workbook_of(EventfulCouncil(1).sheets))
    with store.snapshot(NOW, BY_IMPORT) as unit:
        before = vocabulary_of(unit)
    with store.snapshot(LATER, BY_IMPORT) as unit:
        assert vocabulary_of(unit) is before


def test_a_service_renamed_by_an_import_is_known_by_its_new_name(store: Store) -> None:
    council = EventfulCouncil(1)
    imported(store, workbook_of(council.sheets))
    with store.snapshot(NOW, BY_IMPORT) as unit:
        assert "Family Help" not in vocabulary_of(unit).names.values(Dimension.SERVICE)
    for row in council.sheets["allocations"]:
        row["service"] = "Family Help" if row["service"] == "Early Help" else row["service"]
    imported(store, workbook_of(council.sheets), LATER)
    with store.snapshot(LATER, BY_IMPORT) as unit:
        assert "Family Help" in vocabulary_of(unit).names.values(Dimension.SERVICE)


def test_a_team_whose_people_move_is_read_again(store: Store) -> None:
    council = EventfulCouncil(1)
    imported(store, workbook_of(council.sheets))
    with store.snapshot(NOW, BY_IMPORT) as unit:
        assert vocabulary_of(unit).places.people["auditor1@council.example"] == "Team 1"
    next(row for row in council.sheets["people"] if row["email"].startswith("auditor1@"))["team"] = "Team 2"
    imported(store, workbook_of(council.sheets), LATER)
    with store.snapshot(LATER, BY_IMPORT) as unit:
        assert vocabulary_of(unit).places.people["auditor1@council.example"] == "Team 2"
