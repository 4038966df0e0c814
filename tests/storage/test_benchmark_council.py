from datetime import UTC, datetime
from pathlib import Path

from benchmarks.activities import object_id
from benchmarks.council import Council
from storage.audits import open_audits_of
from storage.people import person_by_object_id
from storage.store import Actor, Store

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_each_benchmarked_auditor_is_known_and_has_audits_to_start(tmp_path: Path) -> None:
    council = Council(tmp_path / "card-step.db", NOW)
    council.create(auditors=3, audits_each=5)
    store = Store.open(council.url)
    with store.unit(NOW, Actor("command")) as unit:
        for number in range(3):
            auditor = person_by_object_id(unit, object_id(number))
            assert auditor is not None
            audits = open_audits_of(unit, auditor.id)
            assert len(audits) == 5
            assert {audit.team_id for audit in audits} != {auditor.team_id}
    store.close()
    assert council.answers_written() == 0
    assert council.messages_to_send() == 0


def test_a_council_is_made_anew_for_each_round(tmp_path: Path) -> None:
    council = Council(tmp_path / "card-step.db", NOW)
    council.create(auditors=3, audits_each=5)
    council.create(auditors=1, audits_each=1)
    store = Store.open(council.url)
    with store.unit(NOW, Actor("command")) as unit:
        assert person_by_object_id(unit, object_id(2)) is None
    store.close()
