"""What is timed of a question: its statement, the statement by hand, and all that goes around it."""

import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from statistics import median
from typing import Any

from sqlalchemy import event, text

from benchmarks.questions.by_hand import QUESTIONS, Question
from benchmarks.questions.council import NOW, QA, TODAY
from benchmarks.servers import BenchmarkError
from bot.clock import Stopwatch
from bot.days_off import calendar_for
from cards.answer import answer_card
from cards.elements import shown
from dialogs.ask_view import view_of
from dialogs.asking import asking_of
from dialogs.turn import Turn
from dialogs.turn import Viewer as Asks
from metrics.answer import ask
from metrics.answers import AnswerKind
from metrics.catalogue import metric
from metrics.language.interpret import interpret
from metrics.scope import Viewer
from metrics.statement import statement_of
from metrics.vocabulary import viewer_of, vocabulary_of
from storage.people import person_by_email
from storage.policies import policy_on_day
from storage.store import Actor, Store, Unit

_BY_THE_CLOCK = Stopwatch().seconds
# A statement that comes again is prepared by the driver after five runs, and its plan kept by PostgreSQL after ten.
_WARM_UP = 12


@dataclass(frozen=True, slots=True)
class Timed:
    """One question in milliseconds, medians of a run.

    Attributes:
        by_hand: the best statement written by hand, run by the driver, all rows fetched.
        statement: ours, the same way.
        whole: from the text to the answer.
        understood: on the processor, the text as a query, its names known.
        made: on the processor, the viewer looked up, the statement made and rendered.
        around: on the processor, from the text to the card's JSON, less all statements as the driver alone runs them.
    """

    by_hand: float
    statement: float
    whole: float
    understood: float
    made: float
    around: float


def time_all(store: Store, times: int) -> Mapping[str, Timed]:
    """Every question, one after the other, in a snapshot as the service takes it."""
    with store.snapshot(NOW, Actor("command")) as unit:
        return {key: _time(unit, question, times) for key, question in QUESTIONS.items()}


def _time(unit: Unit, question: Question, times: int) -> Timed:
    viewer = _viewer(unit)
    _check(unit, question, viewer)
    statement = statement_of(metric(question.query.metric), question.query, viewer)
    names = vocabulary_of(unit).names
    return Timed(
        _milliseconds(_run(unit, text(question.statement).bindparams(day=TODAY)), times),
        _milliseconds(_run(unit, statement), times),
        _milliseconds(lambda: _answer(unit, question), times),
        _milliseconds(lambda: interpret(question.text, TODAY, names), times, on_processor),
        _milliseconds(lambda: _rendered(unit, question), times, on_processor),
        _around(unit, question, times),
    )


def on_processor() -> float:
    """Seconds that this process had on the processor: a machine that others use too changes them little."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def _rendered(unit: Unit, question: Question) -> Any:
    return statement_of(metric(question.query.metric), question.query, _viewer(unit)).compile(unit.connection)


def _around(unit: Unit, question: Question, times: int) -> float:
    """What the program adds to the statements of an answer and its card, in milliseconds on the processor."""
    turn = _turn(unit)
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        sent.append((statement, values))

    event.listen(unit.connection, "before_cursor_execute", note)
    _card(turn, question)
    event.remove(unit.connection, "before_cursor_execute", note)

    def run_again() -> None:
        cursor = unit.connection.connection.cursor()
        for statement, values in sent:
            cursor.execute(statement, values)
            cursor.fetchall()
        cursor.close()

    whole = _milliseconds(lambda: _card(turn, question), times, on_processor)
    return whole - _milliseconds(run_again, times, on_processor)


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


def _turn(unit: Unit) -> Turn:
    policy = policy_on_day(unit, TODAY)
    asks = Asks(_viewer(unit).person_id, "Quinn Ash", QA, _viewer(unit).roles)
    return Turn(unit, asks, policy, calendar_for(policy), "card")


def _card(turn: Turn, question: Question) -> Any:
    """The answer in the chat, as the JSON that goes out."""
    asking = asking_of(turn)
    found = ask(turn.unit, question.text, asking.viewer, asking.vocabulary, TODAY)
    return shown(answer_card(view_of(asking, found), turn.card_id))


def _check(unit: Unit, question: Question, viewer: Viewer) -> None:
    """What is typed is understood as what is measured.

    Raises:
        BenchmarkError: it is not.
    """
    found = ask(unit, question.text, viewer, vocabulary_of(unit), TODAY)
    if found.kind is not AnswerKind.ANSWER or found.query is None or found.query.metric != question.query.metric:
        raise BenchmarkError(f"'{question.text}' is answered with: {found.text}")


def _milliseconds(work: Callable[[], Any], times: int, seconds: Callable[[], float] = _BY_THE_CLOCK) -> float:
    for _ in range(_WARM_UP):
        work()
    taken = []
    for _ in range(times):
        began = seconds()
        work()
        taken.append(1000 * (seconds() - began))
    return median(taken)
