"""Every figure counted by statement is the one recounted from the workbook's rows (`tests.storage.recount`)."""

import pytest

from domain.words import Role
from metrics.catalogue import METRICS
from metrics.figures import count_figures
from metrics.scope import Viewer
from storage.store import Store
from tests.storage.eventful_councils import EventfulCouncil
from tests.storage.imports import BY_IMPORT, NOW, imported
from tests.storage.questions_to_count import questions
from tests.storage.recount_figures import FIGURES
from tests.storage.recounting import Recount, counted, recounted
from tests.storage.written_councils import workbook_of

QA = Viewer(1, "qa@council.example", frozenset({Role.QA}))


def test_every_figure_of_the_catalogue_is_recounted() -> None:
    assert set(FIGURES) == {metric.id for metric in METRICS}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_figure_counted_is_the_figure_recounted(store: Store, seed: int) -> None:
    council = EventfulCouncil(seed)
    imported(store, workbook_of(council.sheets))
    recount = Recount(council.sheets)
    with store.snapshot(NOW, BY_IMPORT) as unit:
        for metric, query in questions(recount, seed):
            assert counted(metric, query, count_figures(unit, query, QA)) == recounted(recount, metric, query), query
