"""What is timed of a question: its statement, the statement by hand, and all that goes around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from statistics import median
from typing import Any

from sqlalchemy import text

from benchmarks.questions.by_hand import QUESTIONS, Question
from benchmarks.questions.council import NOW, QA, TODAY
from benchmarks.servers import BenchmarkError
from bot.clock import Stopwatch
from metrics.answer import ask
from metrics.answers import AnswerKind
from metrics.catalogue import metric
from metrics.scope import Viewer
from metrics.statement import statement_of
from metrics.vocabulary import viewer_of, vocabulary_of
from storage.people import person_by_email
from storage.store import Actor, Store, Unit


@dataclass(frozen=True, slots=True)
class Timed:
    """One question in milliseconds, medians of a run.

    Attributes:
        by_hand: the best statement written by hand, run by the driver, all rows fetched.
        statement: ours, the same way.
        made: understanding it, its viewer and scope, and the statement made and rendered.
        whole: from the text to the answer.
    """

    by_hand: float
    statement: float
    made: float
    whole: float


def time_all(store: Store, times: int) -> Mapping[str, Timed]:
    """Every question, one after the other, in a snapshot as the service takes it."""
    with store.snapshot(NOW, Actor("command")) as unit:
        return {key: _time(unit, question, times) for key, question in QUESTIONS.items()}


def _time(unit: Unit, question: Question, times: int) -> Timed:
    viewer = _viewer(unit)
    _check(unit, question, viewer)
    found = metric(question.query.metric)
    statement = statement_of(found, question.query, viewer)
    return Timed(
        _milliseconds(_run(unit, text(question.statement).bindparams(day=TODAY)), times),
        _milliseconds(_run(unit, statement), times),
        _milliseconds(lambda: statement_of(found, question.query, _viewer(unit)).compile(unit.connection), times),
        _milliseconds(lambda: _answer(unit, question), times),
    )


def _run(unit: Unit, statement: Any) -> Callable[[], Any]:
    """A statement as the driver gets it, rendered beforehand."""
    rendered = statement.compile(unit.connection, compile_kwargs={"render_postcompile": True})
    given = {name: _as_stored(value, unit) for name, value in rendered.params.items()}
    values = tuple(given[name] for name in rendered.positiontup) if rendered.positional else given
    return lambda: unit.connection.exec_driver_sql(str(rendered), values).all()


def _as_stored(value: Any, unit: Unit) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) and unit.connection.dialect.name == "sqlite" else value


def _viewer(unit: Unit) -> Viewer:
    who = person_by_email(unit, QA)
    if who is None:
        raise BenchmarkError("The council has nobody who asks.")
    return viewer_of(unit, who)


def _answer(unit: Unit, question: Question) -> Any:
    return ask(unit, question.text, _viewer(unit), vocabulary_of(unit), TODAY)


def _check(unit: Unit, question: Question, viewer: Viewer) -> None:
    """What is typed is understood as what is measured.

    Raises:
        BenchmarkError: it is not.
    """
    found = ask(unit, question.text, viewer, vocabulary_of(unit), TODAY)
    if found.kind is not AnswerKind.ANSWER or found.query is None or found.query.metric != question.query.metric:
        raise BenchmarkError(f"'{question.text}' is answered with: {found.text}")


def _milliseconds(work: Callable[[], Any], times: int) -> float:
    work()
    watch, taken = Stopwatch(), []
    for _ in range(times):
        began = watch.seconds()
        work()
        taken.append(1000 * (watch.seconds() - began))
    return median(taken)
