"""Scores what a question is understood as against the corpus: right, asked back, refused or wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from domain.words import Role
from metrics.catalogue import metric as metric_named
from metrics.language.interpret import OutOfScope, Unclear, Understood, interpret
from metrics.language.names import NamedPerson, Names, names_of
from metrics.measure import Timing
from metrics.periods import PeriodKind, months_in
from metrics.permission import Denied, Places, permitted
from metrics.query import OF_TIME, Dimension, Query, Reach
from metrics.scope import Viewer
from tests.unit.test_question_corpus import FILES, FIXED_WORDS, Council, Record, councils, parsed

_HELD_IN = {Dimension.SERVICE: "service", Dimension.LOCALITY: "locality", Dimension.HEAD_OF_SERVICE: "head_of_service"}


@dataclass(frozen=True, slots=True)
class Score:
    """What became of one question: the verdict, and where it differs from what was expected."""

    verdict: str
    differs: tuple[str, ...] = ()


@cache
def names_in(council: str) -> Names:
    """The words of one of the corpus's councils, as the store would give them."""
    held = councils()[council]
    values = {
        Dimension.TEAM: sorted(held.words("team")),
        Dimension.SERVICE: sorted(held.words("service")),
        Dimension.LOCALITY: sorted(held.words("locality") - {"None"}),
        Dimension.LEGAL_STATUS: sorted(map(str, FIXED_WORDS["legal_status"])),
        Dimension.DOMAIN: sorted(map(str, FIXED_WORDS["domain"])),
        Dimension.THEME: sorted(map(str, FIXED_WORDS["theme"])),
    }
    people = [
        NamedPerson(email, row["name"], "moderator" in row["roles"], _managed_by(held, email))
        for email, row in held.people.items()
    ]
    return names_of(values, people)


def _managed_by(council: Council, email: str) -> tuple[str, ...]:
    return tuple(sorted(team["team"] for team in council.teams if team["team_manager"] == email))


@cache
def places_in(council: str) -> Places:
    """Which teams are in which service and locality, and under which head of service."""
    found: dict[Dimension, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for team in councils()[council].teams:
        for dimension, key in _HELD_IN.items():
            if team.get(key):
                found[dimension][team[key]].add(team["team"])
    teams = {dimension: {k: frozenset(v) for k, v in held.items()} for dimension, held in found.items()}
    people = {email: row["team"] for email, row in councils()[council].people.items() if row.get("team")}
    return Places(teams, people)


def viewer_of(council: Council, email: str) -> Viewer:
    """Somebody of a council's as the one who asks."""
    row = council.people[email]
    roles = frozenset(Role(role) for role in row["roles"])
    return Viewer(1, email, roles, tuple(sorted(council.managed_by(email))), row.get("team"))


def outcome_of(question: Record) -> Understood | Unclear | OutOfScope:
    """What the question, or the last turn of the conversation, is understood as."""
    today = date.fromisoformat(question["today"])
    names = names_in(question["council"])
    before: Query | Unclear | None = None
    outcome: Understood | Unclear | OutOfScope = OutOfScope("empty")
    for said in question.get("turns") or [question["q"]]:
        outcome = interpret(said, today, names, before)
        before = (
            outcome.query if isinstance(outcome, Understood) else outcome if isinstance(outcome, Unclear) else before
        )
    return outcome


def score(question: Record) -> Score:
    """The verdict on one question (README of the corpus, "Scoring")."""
    outcome = outcome_of(question)
    if isinstance(outcome, Understood):
        viewer = viewer_of(councils()[question["council"]], question["as"])
        allowed = permitted(outcome.query, viewer, places_in(question["council"]))
        if not isinstance(allowed, Denied):
            defines = bool(question.get("definition"))
            if defines and not outcome.asks_definition:
                return Score("wrong", ("the figure, not its definition",))
            return _answered(question, allowed.query, viewer)
        return _not_answered(question, "refuse", allowed.why)
    kind = "clarify" if isinstance(outcome, Unclear) else "refuse"
    return _not_answered(question, kind, str(outcome))


def _kinds(question: Record) -> set[str]:
    return {question["kind"], *question.get("also_kinds", [])}


def _not_answered(question: Record, kind: str, what: str) -> Score:
    # Neither gives a figure: asking back about what should be refused does no harm, nor the other way round.
    if kind in _kinds(question) or question["kind"] in {"clarify", "refuse"}:
        return Score("right")
    return Score("asked back" if kind == "clarify" else "refused", (what,))


def _answered(question: Record, query: Query, viewer: Viewer) -> Score:
    if not _kinds(question) & {"answer", "no_data"}:
        return Score("wrong", (f"answered with {query.metric} {query.filters} {query.period.label}",))
    if question["metric"] is None:
        is_as_good = query.metric in question.get("also", [query.metric])
        return Score("right") if is_as_good else Score("wrong", (f"answered with {query.metric}",))
    differs = tuple(_differences(question, query, viewer))
    return Score("wrong", differs) if differs else Score("right")


def _differences(question: Record, query: Query, viewer: Viewer) -> Iterable[str]:
    filters = _filters(query, viewer)
    found = {
        "metric": (query.metric, [question["metric"], *question.get("also", [])]),
        "months": (_months(query, question["today"]), [question["months"], *question.get("also_months", [])]),
        "filters": (filters, [_plain(one) for one in [question["filters"], *question.get("also_filters", [])]]),
        "group_by": (_group(query), [question["group_by"], *question.get("also_group_by", [])]),
        "list": (query.lists, _lists(question)),
        "as_at": (_as_at(query, question["today"]), [question.get("as_at")]),
    }
    return (f"{what}: {got}, not {wanted[0]}" for what, (got, wanted) in found.items() if got not in wanted)


def _lists(question: Record) -> list[bool]:
    """Where a breakdown by whom is as good as the rows, it needs no list beside it, and may have one."""
    return [question["list"]] if not (question["list"] and question.get("also_group_by")) else [True, False]


def _group(query: Query) -> str | None:
    return ",".join(dimension.value for dimension in query.group_by) or None


def _is_stock(query: Query) -> bool:
    return metric_named(query.metric).timing is Timing.STOCK


def _has_rows_over_time(query: Query) -> bool:
    return any(dimension in OF_TIME for dimension in query.group_by)


def _months(query: Query, today: str) -> list[str]:
    """The months asked about, up to that of today; none for a stock as at one day."""
    if query.period.kind is PeriodKind.EVER:
        return []
    if _is_stock(query) and not _has_rows_over_time(query) and len(query.periods) == 1:
        return []
    months = {month.key for period in query.periods for month in months_in(period)}
    return sorted(month for month in months if month <= today[:7]) or sorted(months)


def _as_at(query: Query, today: str) -> str | None:
    """The day it stands as at, where that is not today: of a stock in a period, the period's end."""
    day = query.as_at
    if _is_stock(query) and not _has_rows_over_time(query):
        day = min(day, query.period.end)
    return day.isoformat() if day.isoformat() < today else None


def _plain(filters: Mapping[Any, Any]) -> dict[str, tuple[str, ...]]:
    return {
        str(key): tuple(sorted(str(value) for value in (values if isinstance(values, list | tuple) else [values])))
        for key, values in filters.items()
    }


def _filters(query: Query, viewer: Viewer) -> dict[str, tuple[str, ...]]:
    """The filters in the corpus's words: "my teams" of a head of service is that head, of a manager the teams."""
    filters = _plain({dimension.value: values for dimension, values in query.filters.items()})
    if query.reach is Reach.MY_TEAMS:
        is_head = Role.HEAD_OF_SERVICE in viewer.roles
        filters |= {"head_of_service": (viewer.email,)} if is_head else {"team": tuple(sorted(viewer.teams))}
    return filters


@cache
def scores() -> Mapping[str, Mapping[str, Score]]:
    """Every question's verdict, file by file."""
    return {path.stem: {question["id"]: score(question) for question in parsed(path)} for path in FILES}


def table() -> str:
    """The verdicts counted, a file a line, as a person reads them."""
    verdicts = ("right", "asked back", "refused", "wrong")
    lines = [f"{'':16}" + "".join(f"{verdict:>12}" for verdict in verdicts)]
    total: Counter[str] = Counter()
    for name, found in scores().items():
        counts = Counter(one.verdict for one in found.values())
        total += counts
        lines.append(f"{name:16}" + "".join(f"{counts[verdict]:>12}" for verdict in verdicts))
    return "\n".join([*lines, f"{'all':16}" + "".join(f"{total[verdict]:>12}" for verdict in verdicts)])
