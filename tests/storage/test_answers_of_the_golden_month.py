"""Answers of the golden month beside their figures: why there is none, by service, and by the council's settings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.policy import Setting
from metrics.answer import answer, ask
from metrics.answers import Answer, AnswerKind
from metrics.catalogue import METRICS
from metrics.figures import count_figures
from metrics.language.interpret import Understood
from metrics.measure import Shape
from metrics.periods import month_named
from metrics.query import Dimension, Query
from metrics.scope import Viewer
from metrics.vocabulary import viewer_of, vocabulary_of
from storage.people import person_by_email
from storage.policies import set_policy
from storage.store import Store, Unit
from tests.storage.imports import BY_IMPORT, NOW, imported

GOLDEN = Path(__file__).parents[1] / "golden" / "2019-08.xlsx"
QA = "quinn.ridge@westshire.example"
TODAY = date(2019, 9, 10)


@pytest.fixture
def golden(sqlite_store: Store) -> Iterator[Unit]:
    imported(sqlite_store, GOLDEN)
    with sqlite_store.unit(NOW, BY_IMPORT) as unit:
        yield unit


def viewer(unit: Unit) -> Viewer:
    who = person_by_email(unit, QA)
    assert who is not None
    return viewer_of(unit, who)


def asked(unit: Unit, *texts: str) -> Answer:
    previous, found = None, None
    for text in texts:
        found = ask(unit, text, viewer(unit), vocabulary_of(unit), TODAY, previous)
        previous = found.query or found.unclear
    assert found is not None
    return found


def counted(unit: Unit, query: Query) -> Answer:
    return answer(unit, Understood(query), viewer(unit), vocabulary_of(unit), TODAY)


def test_no_data_says_why_and_offers_a_month_that_has_some(golden: Unit) -> None:
    found = asked(golden, "completion rate this month")
    assert found.kind is AnswerKind.NO_DATA
    assert "No audits were allocated in September 2019 by 10 September 2019." in found.text
    assert found.choices == ("Completion rate in August 2019",)
    assert asked(golden, *found.choices).kind is AnswerKind.ANSWER


def test_a_person_without_audits_is_told_from_a_month_without_any(golden: Unit) -> None:
    found = asked(golden, "completion rate for Tara Wade in August")
    assert "74 audits were allocated then, none of them for Tara Wade." in found.text
    assert found.text.endswith("The last month before with data is June 2019.")
    assert found.choices == ("Completion rate for Tara Wade in June 2019",)
    assert asked(golden, *found.choices).kind is AnswerKind.ANSWER


def test_who_never_had_an_audit_is_offered_no_month_in_vain(golden: Unit) -> None:
    found = asked(golden, "completion rate for Maeve Lark in August")
    assert found.choices == ()
    assert "None of the 24 months before has any either" in found.text


def test_what_is_offered_where_no_month_was_named_has_data(golden: Unit) -> None:
    found = asked(golden, "moderation")
    assert found.kind is AnswerKind.CLARIFY
    assert [asked(golden, choice).kind for choice in found.choices] == [AnswerKind.ANSWER] * 3


def test_people_are_called_by_their_names_and_stay_addresses_as_keys(golden: Unit) -> None:
    found = asked(golden, "completion rate for Maeve Lark in July")
    assert "@" not in found.text + found.title
    assert found.query is not None
    assert found.query.filters[Dimension.AUDITOR] == ("maeve.lark@westshire.example",)


def test_the_figure_that_comes_with_its_services_is_the_figure_alone(golden: Unit) -> None:
    differing = []
    for metric in METRICS:
        query = Query(metric.id, (month_named("2019-08"),), TODAY)
        found = counted(golden, query)
        alone = count_figures(golden, query, viewer(golden))
        assert found.figures is not None
        if (found.figures.total, found.figures.left_out) != (alone.total, alone.left_out):
            differing.append((metric.id, found.figures.total, alone.total))
        assert not found.services or (metric.shape is not Shape.SHARES and Dimension.SERVICE in metric.dimensions)
    assert differing == []
    assert len(asked(golden, "completion rate in August").services) == 3


def test_nil_returns_follow_the_setting_that_says_when_a_month_closes(golden: Unit) -> None:
    query = Query("nil_returns", (month_named("2019-08"),), TODAY)
    later = replace(query, as_at=date(2019, 9, 2))
    golden.connection.exec_driver_sql("UPDATE allocation SET due_on = '2019-09-05' WHERE month = '2019-08'")
    before = nil(golden, [query, later])
    assert before[0] > 0
    assert before[1] == 0
    set_policy(golden, Setting("month_closes", "last_day", date(2019, 9, 1)))
    after = nil(golden, [query, later])
    assert after[0] == before[0]
    assert after[1] > 0


def nil(unit: Unit, queries: Sequence[Query]) -> list[int]:
    return [count_figures(unit, query, viewer(unit)).total.numerator or 0 for query in queries]
