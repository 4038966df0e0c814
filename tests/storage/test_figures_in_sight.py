"""What a viewer gets of any council's figures: whole denominators, and no group, row or name out of their sight."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.words import Role
from metrics.figures import count_figures
from metrics.listing import list_rows
from metrics.measure import Metric, Shape
from metrics.permission import COMPARES_RATERS, Allowed, permitted
from metrics.query import OF_PEOPLE, Dimension, Query
from metrics.scope import Sight, Viewer
from metrics.vocabulary import viewer_of, vocabulary_of
from storage.people import person_by_email
from storage.store import Store, Unit
from tests.storage.eventful_councils import EventfulCouncil
from tests.storage.imports import BY_IMPORT, NOW, imported
from tests.storage.questions_to_count import questions
from tests.storage.recount import Council, Known
from tests.storage.recounting import Recount
from tests.storage.test_figures_recounted import QA
from tests.storage.written_councils import workbook_of

_PERSONS = OF_PEOPLE - {Dimension.HEAD_OF_SERVICE}
VIEWERS = ("manager0", "manager3", "head1", "auditor4", "worker2")


@pytest.fixture(params=VIEWERS)
def viewing(sqlite_store: Store, request: pytest.FixtureRequest) -> Iterator[tuple[Unit, Viewer, Council]]:
    council = EventfulCouncil(6)
    imported(sqlite_store, workbook_of(council.sheets))
    with sqlite_store.snapshot(NOW, BY_IMPORT) as unit:
        who = person_by_email(unit, f"{request.param}@council.example")
        assert who is not None
        yield unit, viewer_of(unit, who), council.sheets


def _asked(unit: Unit, viewer: Viewer, council: Council) -> Iterator[tuple[Metric, Query]]:
    """The questions that the viewer is let ask, as they are let ask them."""
    places = vocabulary_of(unit).places
    for metric, query in questions(Recount(council), 6, 0.15):
        allowed = permitted(query, viewer, places)
        if isinstance(allowed, Allowed):
            yield metric, allowed.query


def _is_in_sight(row: Mapping[str, Any], viewer: Viewer, council: Council) -> bool:
    """Whether a row is of the viewer's teams, or their own."""
    known = Known(council, NOW.date())
    own = {row.get(name) for name in ("auditor", "owner", "person")}
    place = row.get("team") or _team_of(row, known)
    return viewer.email in own or place in viewer.teams


def _team_of(row: Mapping[str, Any], known: Known) -> str | None:
    case = known.cases.get(str(row.get("case_ref")))
    return None if case is None else case["team"]


def test_scope_leaves_every_total_as_it_is(viewing: tuple[Unit, Viewer, Council]) -> None:
    unit, viewer, council = viewing
    for _, query in _asked(unit, viewer, council):
        assert count_figures(unit, query, viewer).total == count_figures(unit, query, QA).total, query


def test_no_group_out_of_sight_is_named(viewing: tuple[Unit, Viewer, Council]) -> None:
    unit, viewer, council = viewing
    localities = _own_localities(viewer, council)
    for _, query in _asked(unit, viewer, council):
        if not _names_people(query):
            for line in count_figures(unit, query, viewer).lines:
                assert line.group.get("team") in {*viewer.teams, None}, query
                assert line.group.get("auditor_team") in {*viewer.teams, None}, query
                assert line.group.get("head_of_service") in {viewer.email, None}, query
                assert line.group.get("locality") in {*localities, None}, query


def test_no_breakdown_names_other_than_own_people(viewing: tuple[Unit, Viewer, Council]) -> None:
    unit, viewer, council = viewing
    own = {row["email"] for row in council["people"] if row["team"] in viewer.teams} | {viewer.email}
    by_people = [query for _, query in _asked(unit, viewer, council) if _PERSONS & set(query.group_by)]
    assert by_people or viewer.sight is Sight.OWN
    for query in by_people:
        if not _names_people(query):
            for line in count_figures(unit, query, viewer).lines:
                assert {line.group[one.value] for one in _PERSONS & set(query.group_by)} <= {*own, None}, query


def test_the_rows_behind_a_moderators_change_name_nobody_but_to_qa(viewing: tuple[Unit, Viewer, Council]) -> None:
    unit, viewer, council = viewing
    asked = [(metric, query) for metric, query in _asked(unit, viewer, council) if metric.id in COMPARES_RATERS]
    for _, query in asked:
        listed = permitted(replace(query, lists=True), viewer, vocabulary_of(unit).places)
        if isinstance(listed, Allowed) and not _names_people(listed.query):
            assert not any("auditor" in row for row in list_rows(unit, listed.query, viewer)), query
    changed = next((query for metric, query in asked if metric.id == "moderation_agreement"), None)
    rows = [] if changed is None else list_rows(unit, replace(changed, lists=True), QA)
    assert all("auditor" in row for row in rows)


def test_a_group_that_is_named_is_named_with_its_whole_figure(viewing: tuple[Unit, Viewer, Council]) -> None:
    unit, viewer, council = viewing
    for metric, query in _asked(unit, viewer, council):
        if not OF_PEOPLE & set(query.group_by) and metric.shape is not Shape.SHARES:
            whole = {tuple(line.group.values()): line.figure for line in count_figures(unit, query, QA).lines}
            for line in count_figures(unit, query, viewer).lines:
                assert whole[tuple(line.group.values())] == line.figure, query


def _own_localities(viewer: Viewer, council: Council) -> set[str]:
    """The localities all of whose teams are the viewer's."""
    foreign = {row["locality"] for row in council["teams"] if row["team"] not in viewer.teams}
    return {row["locality"] for row in council["teams"]} - foreign


def _names_people(query: Query) -> bool:
    """Whether the question is about somebody's own rows, whose teams may be anybody's."""
    return bool({Dimension.AUDITOR, Dimension.OWNER, Dimension.MODERATOR, Dimension.AUDITOR_TEAM} & set(query.filters))


def test_no_row_out_of_sight_is_listed(viewing: tuple[Unit, Viewer, Council]) -> None:
    unit, viewer, council = viewing
    places = vocabulary_of(unit).places
    for metric, query in questions(Recount(council), 6, 0.15):
        allowed = permitted(replace(query, lists=True), viewer, places)
        if isinstance(allowed, Allowed) and allowed.query.lists and metric.id not in ("sample_coverage", "impact"):
            rows = list_rows(unit, allowed.query, viewer)
            if metric.shape in (Shape.SHARE, Shape.COUNT):
                assert len(rows) == count_figures(unit, allowed.query, viewer).total.numerator, allowed.query
            for row in [] if _names_people(allowed.query) else rows:
                assert _is_in_sight(row, viewer, council), (allowed.query, row)


def test_a_leader_sees_every_figure_and_nobodys_name(viewing: tuple[Unit, Viewer, Council]) -> None:
    unit, _, council = viewing
    leader = Viewer(1, "leader@council.example", frozenset({Role.LEADER}))
    assert leader.sight is Sight.ALL
    for _, query in _asked(unit, leader, council):
        assert not (set(query.group_by) & OF_PEOPLE - {Dimension.HEAD_OF_SERVICE})
        assert not (set(query.filters) & OF_PEOPLE - {Dimension.HEAD_OF_SERVICE})
