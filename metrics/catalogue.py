"""The catalogue: every figure there is, in one list. Chat, command line, help and reports read it here."""

from collections.abc import Mapping

from domain.errors import BadInputError
from metrics.entries import following, quality, returns, voices
from metrics.measure import Metric

METRICS: tuple[Metric, ...] = (*returns.ENTRIES, *quality.ENTRIES, *voices.ENTRIES, *following.ENTRIES)
_BY_ID: Mapping[str, Metric] = {metric.id: metric for metric in METRICS}
# What everybody may ask of the whole council (DOMAIN, "Who may do and see what").
HEADLINE = "completion_rate"


def metric(id_: str) -> Metric:
    """The entry with an id.

    Raises:
        BadInputError: there is none.
    """
    found = _BY_ID.get(id_)
    if found is None:
        raise BadInputError(f"There is no figure '{id_}'. Type 'what can I ask?' to see them all.")
    return found
