"""An entry opened again counts as raised again: what was reported before stays as it was, on every day, for ever."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.concern_lifecycle import ConcernPart
from domain.words import ConcernAct, Role
from metrics.catalogue import metric as metric_named
from metrics.figures import Figures, count_figures
from metrics.listing import list_rows
from metrics.periods import Period, PeriodKind
from metrics.query import Dimension, Query
from metrics.scope import Viewer
from storage.concern_entries import entry_of_audit
from storage.concern_moves import move
from storage.concerns import raise_concern
from storage.store import Store, Unit
from storage.tables.concerns import concern, concern_spell
from tests.storage.small_council import SmallCouncil

RAISED, CLOSED, AGAIN, PLACED = (date(2026, *day) for day in ((11, 20), (11, 24), (12, 4), (12, 8)))
LAST = date(2026, 12, 20)
QA = Viewer(1, "qa@council.example", frozenset({Role.QA}))
NOVEMBER, DECEMBER = (
    Period(first, last, PeriodKind.MONTH, f"{first:%Y-%m}", "")
    for first, last in ((date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31)))
)
FIGURES = ("concerns_open", "concerns_raised", "concerns_resolved")


class Watched(SmallCouncil):
    """A council with one child of concern of category 2, raised on 20 November and closed by mistake on 24 November."""

    given: int = 0

    def raises(self, category: int, day: date) -> None:
        with self.unit("rosa", noon(day)) as unit:
            raise_concern(unit, self.audit(unit, self.given), category, "No plan.", day, immediate=category == 1)

    def does(self, act: ConcernAct, day: date) -> None:
        with self.unit("rosa", noon(day)) as unit:
            entry = entry_of_audit(unit, self.given)
            assert entry is not None
            move(unit, entry, act, {ConcernPart.QA}, day, words="Opened by mistake.")

    def counts(self, name: str, period: Period, as_at: date, **filters: str) -> int:
        with self.unit() as unit:
            found = asked(unit, name, period, as_at, **filters)
            assert len(rows(unit, name, period, as_at, **filters)) == found.total.numerator
            return found.total.numerator or 0

    def all_counts(self, as_at: date) -> Mapping[str, tuple[int, ...]]:
        return {name: tuple(self.counts(name, one, as_at) for one in (NOVEMBER, DECEMBER)) for name in FIGURES}


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def query(name: str, period: Period, as_at: date, **filters: str) -> Query:
    return Query(name, (period,), as_at, {Dimension(key): (value,) for key, value in filters.items()})


def asked(unit: Unit, name: str, period: Period, as_at: date, **filters: str) -> Figures:
    return count_figures(unit, query(name, period, as_at, **filters), QA)


def rows(unit: Unit, name: str, period: Period, as_at: date, **filters: str) -> list[object]:
    return list(list_rows(unit, query(name, period, as_at, **filters), QA))


@pytest.fixture
def council(store: Store) -> Watched:
    council = Watched(store)
    council.employs("rosa")
    council.has_team()
    council.given = council.allocates("rosa")
    council.raises(2, RAISED)
    council.does(ConcernAct.CLOSE, CLOSED)
    return council


@pytest.mark.parametrize("by", ["QA", "another raising"])
def test_opened_again_it_is_raised_again_and_no_figure_of_a_day_before_changes(council: Watched, by: str) -> None:
    days = [RAISED, CLOSED, NOVEMBER.end, AGAIN - timedelta(days=1)]
    before = [council.all_counts(day) for day in days]
    assert before[0] == {"concerns_open": (1, 1), "concerns_raised": (1, 0), "concerns_resolved": (0, 0)}
    assert before[-1] == {"concerns_open": (0, 0), "concerns_raised": (1, 0), "concerns_resolved": (1, 0)}
    if by == "QA":
        council.does(ConcernAct.REOPEN, AGAIN)
    else:
        council.raises(1, AGAIN)
        assert council.counts("concerns_resolved", NOVEMBER, LAST, category="2") == 1
        assert council.counts("concerns_open", DECEMBER, LAST, category="1") == 1
    assert [council.all_counts(day) for day in days] == before
    assert council.all_counts(AGAIN) == {
        "concerns_open": (0, 1),
        "concerns_raised": (1, 1),
        "concerns_resolved": (1, 0),
    }
    council.does(ConcernAct.CLOSE, PLACED)
    assert [council.all_counts(day) for day in days] == before
    assert council.all_counts(LAST) == {
        "concerns_open": (0, 0),
        "concerns_raised": (1, 1),
        "concerns_resolved": (1, 1),
    }


def test_as_often_as_it_is_opened_again_stock_and_flow_agree_on_every_day(council: Watched) -> None:
    for again, ended in ((AGAIN, AGAIN), (AGAIN, PLACED), (PLACED, PLACED), (PLACED + timedelta(days=2), None)):
        council.does(ConcernAct.REOPEN, again)
        if ended:
            council.does(ConcernAct.CLOSE, ended)
    day, opening = RAISED - timedelta(days=1), 0
    while day < LAST:
        day += timedelta(days=1)
        only = Period(day, day, PeriodKind.DAY, "", "")
        flow = [council.counts(name, only, LAST) for name in ("concerns_raised", "concerns_resolved")]
        closing = council.counts("concerns_open", only, LAST)
        assert opening + flow[0] - flow[1] == closing == council.counts("concerns_open", only, day), day
        opening = closing
    whole = Period(RAISED, LAST, PeriodKind.SPAN, "", "")
    assert council.counts("concerns_raised", whole, LAST) == 5
    assert council.counts("concerns_resolved", whole, LAST, team="Alder") == 4


def test_the_oldest_is_as_old_as_it_has_stood_open(council: Watched) -> None:
    council.does(ConcernAct.REOPEN, AGAIN)
    with council.unit() as unit:
        oldest = asked(unit, "oldest_concern", DECEMBER, LAST).total
        then = asked(unit, "oldest_concern", NOVEMBER, date(2026, 11, 22)).total
        empty = asked(unit, "oldest_concern", NOVEMBER, LAST).total
    assert (oldest.day, oldest.value) == (AGAIN, 16)
    assert (then.day, then.value) == (RAISED, 2)
    assert empty.count == 0
    assert metric_named("concerns_raised").definition.endswith("counts as raised again.")


def test_one_that_an_import_ended_before_its_raising_ended_on_its_raising(council: Watched) -> None:
    with council.unit() as unit:
        unit.connection.execute(concern.update().values(resolved_on=RAISED - timedelta(days=3)))
    council.does(ConcernAct.REOPEN, AGAIN)
    (spell,) = council.rows(concern_spell)
    assert (spell.category, spell.raised_on, spell.resolved_on) == (2, RAISED, RAISED)
