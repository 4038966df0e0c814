"""`auditbot ask`: the same answers as in the chat, on the command line, and kept on record before they are given."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DatabaseError

from bot.account import account_here
from bot.clock import Clock
from bot.opened_store import open_store
from bot.settings import load_settings
from bot.unreachable import unreachable_database
from domain.calendar import london_day
from domain.errors import BadInputError
from metrics.answer import ask
from metrics.answers import Answer
from metrics.language.interpret import Unclear
from metrics.passport import passport
from metrics.query import Query
from metrics.recorded import recorded_of
from metrics.scope import Viewer
from metrics.vocabulary import Vocabulary, viewer_of, vocabulary_of
from storage import record
from storage.people import person_by_email
from storage.store import Actor, Store, Unit

_UNREADABLE = "The database can't be read. See that AUDITBOT_DATABASE_URL names it, and run 'auditbot db upgrade'."
_UNRECORDED = (
    "What you asked can't be put on record, so it is not answered: the database takes nothing at the moment. "
    "Try again in a minute. If it stays so, see that this account may write to it."
)
_COMMAND = Actor("command")


@dataclass(frozen=True, slots=True)
class _Asking:
    """What every question of a run shares. `unit` only reads; what is recorded goes to the store by itself."""

    store: Store
    now: datetime
    unit: Unit
    vocabulary: Vocabulary
    today: date

    def viewer(self, email: str) -> Viewer:
        who = person_by_email(self.unit, email)
        if who is None or not who.is_current(self.today):
            raise BadInputError(f"There is nobody here with the address {email}. Name somebody of the store with --as.")
        return viewer_of(self.unit, who)

    def keep(self, what: str, subject_id: int | None, **detail: Any) -> None:
        """Put on record who looks at what, and under which account of this machine.

        Raises:
            BadInputError: the database takes nothing.
        """
        try:
            with self.store.unit(self.now, _COMMAND) as unit:
                record.write(unit, what, "person", subject_id, **detail, account=account_here())
        except DatabaseError as problem:
            raise BadInputError(_UNRECORDED) from problem

    def conversation(self, turns: Sequence[str], viewer: Viewer, today: date) -> Answer:
        """The answer to the last of several texts."""
        previous: Query | Unclear | None = None
        found = None
        for text in turns:
            found = ask(self.unit, text, viewer, self.vocabulary, today, previous)
            previous = found.query or found.unclear or previous
        if found is None:
            raise BadInputError('Write a question, such as "completion rate this month?".')
        return found


def ask_texts(texts: Sequence[str], email: str, today: date | None, *, as_json: bool) -> None:
    """Answer a conversation; the last answer is printed.

    Raises:
        BadInputError: nobody has that address, or the database will not do.
    """
    with _opened(today) as asking:
        viewer = asking.viewer(email)
        answer = asking.conversation(texts, viewer, asking.today)
        asking.keep("asked", viewer.person_id, **recorded_of(answer))
        click.echo(json.dumps(passport(answer), ensure_ascii=False) if as_json else _spoken(answer))


def ask_batch(file: Path, email: str | None, today: date | None) -> int:
    """Answer a file of questions, a JSON object a line; the exit code says whether every line could be read."""
    code = 0
    with file.open(encoding="utf-8") as opened:
        lines = opened.readlines()
    with _opened(today) as asking:
        questions = sum(bool(line.strip()) for line in lines)
        asking.keep("asked_batch", None, questions=questions, people=_people(asking, lines, email))
        for number, line in enumerate(lines, 1):
            if line.strip():
                found, problem = _tried(asking, line, email)
                click.echo(json.dumps(found, ensure_ascii=False))
                if problem:
                    click.echo(f"{file.name}, line {number}: {problem}", err=True)
                    code = 1
    return code


def _people(asking: _Asking, lines: Sequence[str], email: str | None) -> list[int]:
    """In whose names a file asks: their rows, each once."""
    named: set[str] = set()
    for line in filter(str.strip, lines):
        with suppress(BadInputError):  # it is said beside its line, in its turn
            named.add(str(_object(line).get("as") or email))
    found = (person_by_email(asking.unit, one) for one in named)
    return sorted(one.id for one in found if one is not None)


def _tried(asking: _Asking, line: str, email: str | None) -> tuple[dict[str, Any], str]:
    """A line's answer, and what was wrong with the line, or with us.

    One line that fails must not cost the others their answers: the savepoint gives the transaction back to them.
    """
    try:
        with asking.unit.connection.begin_nested():
            return _answered(asking, line, email), ""
    except BadInputError as problem:
        said = str(problem)
    except DatabaseError:
        said = _UNREADABLE
    except Exception as problem:  # whatever it is, it is said beside its line, and the rest is answered
        said = f"This line could not be answered ({type(problem).__name__}). Ask it by itself, or leave it out."
    return {"id": _id_of(line), "kind": "refuse", "text": said}, said


def _id_of(line: str) -> Any:
    """The id of a line that failed, where one can be read."""
    try:
        return _object(line).get("id")
    except BadInputError:
        return None


def _answered(asking: _Asking, line: str, email: str | None) -> dict[str, Any]:
    asked = _object(line)
    who = asked.get("as") or email
    if not isinstance(who, str):
        raise BadInputError('Nobody asks this. Add "as" with an e-mail address, or pass --as.')
    turns = asked.get("turns") or [asked.get("q")]
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise BadInputError('There is no question. Add "q" with a text, or "turns" with a list of texts.')
    answer = asking.conversation(turns, asking.viewer(who), _day(asked.get("today"), asking.today))
    return passport(answer, asked.get("id"))


def _object(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as problem:
        raise BadInputError(f"This is not JSON ({problem.msg} at character {problem.pos + 1}).") from problem
    if not isinstance(found, dict):
        raise BadInputError('This is no JSON object. Write one such as {"q": "completion this month?"}.')
    return found


def _day(text: Any, otherwise: date) -> date:
    if text is None:
        return otherwise
    try:
        return date.fromisoformat(str(text))
    except ValueError as problem:
        raise BadInputError(f'"today" is {text}. Write a day such as 2019-09-10.') from problem


@contextmanager
def _opened(today: date | None) -> Iterator[_Asking]:
    """The store read as it stands at one instant.

    Raises:
        BadInputError: the database can't be read; said without waiting for the migrations to be loaded.
    """
    settings = load_settings(local_trial=False)
    clock = Clock(settings.clock_file)
    now = clock.now()
    store = open_store(settings, clock.now)
    try:
        with store.snapshot(now, _COMMAND) as unit:
            yield _Asking(store, now, unit, vocabulary_of(unit), today or london_day(now))
    except DatabaseError as problem:
        raise unreachable_database(store.engine, problem) from problem
    finally:
        store.close()


def _spoken(answer: Answer) -> str:
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.text
    lines = answer.figures.lines if answer.figures is not None else ()
    for line in lines or answer.services:
        where = " · ".join(str(value) if value is not None else "not recorded" for value in line.group.values())
        counts = "" if line.figure.denominator is None else f" ({line.figure.numerator} of {line.figure.denominator})"
        yield f"  {where}: {line.figure.display}{counts}"
    for row in answer.rows or ():
        yield "  " + ", ".join(str(value) for value in row.values() if value is not None)
    for difference in answer.reported.differences if answer.reported is not None else ():
        yield f"  {difference.count} {difference.what}:"
        for row in difference.rows:
            yield "    " + ", ".join(str(value) for value in row.values())
    for choice in answer.choices:
        yield f"  - {choice}"
