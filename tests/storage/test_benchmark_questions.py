"""The questions of the benchmark: understood as they are measured, and by hand the same as ours."""

from sqlalchemy import text

from benchmarks.questions.by_hand import QUESTIONS
from benchmarks.questions.council import MONTHS, NOW, QA, TODAY, fill
from benchmarks.questions.races import time_all
from benchmarks.questions.report import as_json, as_text
from domain.words import Role
from metrics.figures import Figures, count_figures
from metrics.scope import Viewer
from storage.store import Actor, Store

VIEWER = Viewer(1, QA, frozenset({Role.QA}))


def test_a_statement_by_hand_counts_what_ours_counts(store: Store) -> None:
    fill(store, MONTHS[-3:])
    with store.snapshot(NOW, Actor("command")) as unit:
        for key, question in QUESTIONS.items():
            rows = [tuple(row) for row in unit.connection.execute(text(question.statement), {"day": TODAY})]
            assert sorted(_by_hand(key, rows)) == sorted(_ours(key, count_figures(unit, question.query, VIEWER))), key


def _by_hand(key: str, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    if key in ("month", "auditor"):
        return [(above or 0, below) for below, above in rows]
    return [(name, above, below) for name, below, above in rows] if key == "teams" else rows


def _ours(key: str, figures: Figures) -> list[tuple[object, ...]]:
    if key in ("month", "auditor"):
        return [(figures.total.numerator, figures.total.denominator)]
    if key == "teams":
        return [(line.group["team"], line.figure.numerator, line.figure.denominator) for line in figures.lines]
    if key == "ratings":
        return [(*line.group.values(), line.figure.numerator) for line in figures.lines if line.figure.numerator]
    return [(figures.total.numerator,)]


def test_every_question_is_measured_and_reported(sqlite_store: Store) -> None:
    fill(sqlite_store, MONTHS[-12:])
    rounds = [time_all(sqlite_store, 1)]
    assert set(as_json(rounds, {})["questions"]) == set(QUESTIONS)
    assert all(question.text in as_text(rounds) for question in QUESTIONS.values())
