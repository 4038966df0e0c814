"""Which notions together mean which figure.

A reading explains all the notions of a question: those it needs and those it may have. What leaves one unexplained is
no reading, so that a word is never passed over. Of several the one that needs more is meant; where two need as much,
the text is ambiguous and is asked back.
"""

from collections.abc import Mapping
from functools import lru_cache

from metrics.language.notions import Notion
from metrics.language.reading import Reading, notions_in
from metrics.language.readings_of_following import OF_WHAT_FOLLOWS
from metrics.language.readings_of_quality import OF_QUALITY
from metrics.language.readings_of_returns import OF_RETURNS

READINGS: tuple[Reading, ...] = (*OF_RETURNS, *OF_QUALITY, *OF_WHAT_FOLLOWS)
# What a party's, a route's and an exemption's notion is called in the store.
PARTIES: Mapping[Notion, str] = {
    Notion.CHILD: "child",
    Notion.PARENT: "parent",
    Notion.MANAGER: "manager",
    Notion.WORKER: "social_worker",
    Notion.CHAIR: "iro_or_chair",
    Notion.IRO: "iro_or_chair",
    Notion.CP_CHAIR: "iro_or_chair",
}
ROUTES: Mapping[Notion, str] = {Notion.IRO: "iro", Notion.CP_CHAIR: "cp_chair", Notion.CHAIR: "cp_chair"}
KINDS: Mapping[Notion, str] = {
    Notion.HEALTH: "health",
    Notion.LEAVE: "leave",
    Notion.DISCRETIONARY: "discretionary",
    Notion.DIRECTORS: "director",
}
# Figures over the six months that end with the period (METRICS, "Catalogue").
SIX_MONTHS = frozenset({"strong_teams", "weak_teams", "workers_not_audited"})
_KEPT_READINGS = 2048
# What a figure is about, to which a follow-up may add: the widest first.
_TOPICS: Mapping[str, str] = {
    "concern": "CONCERN",
    "action": "ACTION",
    "overdue": "ACTION",
    "escalations": "ESCALATION",
    "teams": "TEAM",
    "workers": "WORKER",
    "pool": "POOL",
    "domain": "DOMAIN",
}


@lru_cache(maxsize=_KEPT_READINGS)
def _explaining(notions: frozenset[Notion]) -> tuple[Reading, ...]:
    found = [reading for reading in READINGS if reading.explains(notions)]
    most = max((len(reading.needs) for reading in found), default=0)
    best: list[Reading] = []
    for reading in found:
        known = any((one.metric, one.filters) == (reading.metric, reading.filters) for one in best)
        if len(reading.needs) == most and not known:
            best.append(reading)
    return tuple(best)


def readings_of(notions: frozenset[Notion]) -> list[Reading]:
    """The readings that explain all the notions and need the most of them; one a figure and filter."""
    return list(_explaining(notions))


def subjects_of(metric: str) -> tuple[frozenset[Notion], ...]:
    """What a follow-up to a figure may go on from: its topic, then all that its shortest reading needs."""
    topic = next((notions_in(name) for part, name in _TOPICS.items() if part in metric), None)
    whole = min((reading.needs for reading in READINGS if reading.metric == metric and not reading.filters), key=len)
    return (whole,) if topic is None else (topic, whole)


def nearest(notions: frozenset[Notion], most: int = 3) -> list[str]:
    """The figures that share the most notions with a text, best first: what to offer where nothing is clear."""
    scores: dict[str, float] = {}
    for reading in READINGS:
        shared = len(reading.needs & notions)
        score = shared - 0.1 * len(reading.needs - notions)
        if shared:
            scores[reading.metric] = max(scores.get(reading.metric, 0), score)
    return sorted(scores, key=lambda metric: -scores[metric])[:most]
