"""How well questions are understood: the whole corpus, scored. `-s` prints the table."""

from collections import Counter

import pytest

from tests.unit.question_score import Score, scores, table
from tests.unit.test_question_corpus import FILES

# A figure that was not asked for is the one harm: none is known in the corpus, and one more would be looked at.
MOST_WRONG = 1
LEAST_RIGHT = 0.985
LEAST_RIGHT_IN_A_FILE = 0.94


def _all() -> dict[str, Score]:
    return {name: one for found in scores().values() for name, one in found.items()}


def test_a_figure_that_was_not_asked_for_is_hardly_ever_given() -> None:
    print(f"\n{table()}")  # noqa: T201 - the table is what the test is read for
    wrong = {name: one.differs for name, one in _all().items() if one.verdict == "wrong"}
    assert len(wrong) <= MOST_WRONG, "\n".join(f"{name}: {'; '.join(differs)}" for name, differs in wrong.items())


def test_nearly_every_question_is_understood() -> None:
    verdicts = Counter(one.verdict for one in _all().values())
    assert verdicts["right"] >= LEAST_RIGHT * verdicts.total(), verdicts


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_no_voice_and_no_council_is_understood_much_worse_than_the_others(name: str) -> None:
    verdicts = Counter(one.verdict for one in scores()[name].values())
    assert verdicts["right"] >= LEAST_RIGHT_IN_A_FILE * verdicts.total(), verdicts
