"""What approving an exemption would do to a month's rates, in the golden month's published figures."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from dialogs.exemptions_view import request_view
from domain.words import AllocationStatus, ExemptionKind
from metrics.figures import count_figures
from metrics.periods import month_named
from metrics.query import Dimension, Query
from metrics.vocabulary import viewer_of
from storage.exemption_requests import approve, ask
from storage.exemptions import request_by_id
from storage.people import person_by_id
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation
from tests.storage.imports import imported

GOLDEN = Path(__file__).parents[1] / "golden" / "2019-08.xlsx"
NOW, TODAY, AUGUST = datetime(2019, 9, 10, 9, tzinfo=UTC), date(2019, 9, 10), "2019-08"
CARE = "Children's Social Care"


def nil_returner(unit: Unit) -> int:
    """Somebody of social care who has not returned their audit, and is not exempt."""
    a = allocation.c
    statement = select(a.auditor_id).where(
        a.month == AUGUST, a.service == CARE, a.status == AllocationStatus.ALLOCATED, a.returned_on.is_(None)
    )
    return int(unit.connection.execute(statement.order_by(a.id).limit(1)).scalar_one())


def test_the_card_says_what_the_rates_become_and_they_become_it(store: Store) -> None:
    imported(store, GOLDEN, NOW)

    def answered(unit: Unit) -> list[str]:
        who, by = nil_returner(unit), 1
        request = request_by_id(unit, ask(unit, who, AUGUST, ExemptionKind.OTHER, "A course.", by, TODAY))
        assert request is not None
        rates = list(request_view(unit, request, by).rates)
        approve(unit, request, TODAY)
        viewer = viewer_of(unit, person_by_id(unit, by))
        for metric, counts in (("completion_rate", (45, 59)), ("net_completion_rate", (45, 51))):
            query = Query(metric, (month_named(AUGUST),), TODAY, {Dimension.SERVICE: (CARE,)})
            figure = count_figures(unit, query, viewer).total
            assert (figure.numerator, figure.denominator) == counts
        return rates

    assert store.do(answered, NOW, Actor("chat", 1)) == [
        "Completion of the whole council stays at 59 of 74 (80%).",
        "Net completion goes from 59 of 67 (88%) to 59 of 66 (89%).",
        "Completion of Children's Social Care stays at 45 of 59 (76%).",
        "Net completion goes from 45 of 52 (87%) to 45 of 51 (88%).",
    ]
