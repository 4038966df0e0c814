"""A text, the day, the viewer and what was asked before: one typed query, choices to ask back with, or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from metrics import periods
from metrics.catalogue import metric as metric_named
from metrics.language.asked_for import AskedFor, forbidden, read_asked_for
from metrics.language.lexicon import FILLER, GROUPS, NOTIONS, Notion
from metrics.language.moments import MONTHS, NUMBERS, MomentReader, Moments
from metrics.language.names import Mention, Mentions, NameReader, Names
from metrics.language.readings import PARTIES, ROUTES, Reading, nearest, readings_of
from metrics.language.tokens import Words, plain_text, words_of
from metrics.measure import Default, Metric, Timing
from metrics.periods import Period, PeriodKind
from metrics.query import Dimension, Query, Reach

# A longer text is a letter, not a question.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that could mean several things, or not enough: what is asked back, and the whole questions to choose from."""

    why: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """A text that no figure answers: its kind, and words of it that nobody knows."""

    kind: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A query, and whether it goes on from the one before."""

    query: Query
    goes_on: bool = False
    goal: int | None = None
    asks_definition: bool = False


@dataclass(slots=True)
class _Text:
    """A text read once: what was found in it."""

    words: Words
    moments: Moments
    asked_for: AskedFor
    mentions: Mentions
    notions: frozenset[Notion] = frozenset()
    unknown: list[str] = field(default_factory=list)
    cue: bool = False


_NO = frozenset(
    {
        "not",
        "no",
        "never",
        "without",
        "none",
        "nobody",
        "neither",
        "nothing",
        "havent",
        "hasnt",
        "didnt",
        "arent",
        "isnt",
        "non",
    }
)
_CUES = (
    ("what", "about"),
    ("how", "about"),
    ("and", "what", "about"),
    ("same", "for"),
    ("the", "same", "for"),
    ("and", "for"),
    ("and", "in"),
    ("and", "the"),
    ("and",),
    ("just",),
    ("only",),
    ("now",),
    ("ok", "and"),
    ("also",),
    ("then",),
    ("but",),
    ("or",),
    ("instead",),
)


@lru_cache
def ordinary_words() -> frozenset[str]:
    """Every word that the language itself knows: no name is guessed from one of them alone."""
    notions = {word for phrase in NOTIONS for word in phrase}
    groups = {word for phrase in GROUPS for word in words_of(phrase)}
    time = {
        "today",
        "yesterday",
        "since",
        "quarter",
        "qtr",
        "ytd",
        "financial",
        "calendar",
        "fy",
        "stage",
        "category",
        "cat",
    }
    return frozenset(FILLER | notions | groups | set(MONTHS) | set(NUMBERS) | time | _NO)


@lru_cache
def _longest_notion() -> int:
    return max(len(phrase) for phrase in NOTIONS)


def interpret(text: str, today: date, names: Names, previous: Query | None = None) -> Understood | Unclear | OutOfScope:
    """What a text asks, without regard to who asks it.

    Args:
        text: as it was typed.
        today: the London day on which it is asked.
        names: the council's own names.
        previous: the query that a follow-up goes on from.
    """
    plain = plain_text(text)
    words = words_of(text)
    if len(text) > LONGEST or not words:
        return OutOfScope("long" if words else "empty")
    kind = forbidden(plain, words)
    if kind == "cause" and previous is not None and len(words) <= 4:
        return Understood(replace(previous, lists=False), goes_on=True, asks_definition=True)
    if kind is not None:
        return OutOfScope(kind)
    if previous is not None and _asks_definition(words):
        return Understood(previous, goes_on=True, asks_definition=True)
    return _meant(_read(words, today, names), today, previous)


def _asks_definition(words: Sequence[str]) -> bool:
    said = " ".join(words)
    return said in {
        "definition",
        "how is that counted",
        "how is it counted",
        "what does that mean",
        "what is the definition",
        "define it",
        "define that",
        "how do you count that",
        "how is that worked out",
        "how is that calculated",
    }


def _read(said: list[str], today: date, names: Names) -> _Text:
    words = Words(said)
    ordinary = ordinary_words()
    reader = NameReader(words, names, ordinary)
    _drop_verbs(words)
    cue = any(words.find(cue) == 0 for cue in _CUES)
    mentions = Mentions(reader.read_exact())
    moments = MomentReader(words, today).read()
    asked_for = read_asked_for(words)
    text = _Text(words, moments, asked_for, mentions, cue=cue)
    notions = _notions(words)
    mentions.found += reader.read_in_part()
    notions |= _corrected(words, ordinary)
    text.unknown = [word for _, word in words.free() if word not in ordinary and not word.isdigit()]
    text.unknown += [word for _, word in words.free() if word.isdigit()]
    text.notions = frozenset(notions)
    return text


def _drop_verbs(words: Words) -> None:
    # "May I see …" names no month.
    for place, word in words.free():
        if word == "may" and words.word(place + 1) in {"i", "we", "you", "they", "be", "have"}:
            words.take(place, 1, "filler")


def _notions(words: Words) -> set[Notion]:
    found: set[Notion] = set()
    for length in range(_longest_notion(), 0, -1):
        for start in range(len(words.words) - length + 1):
            phrase = tuple(words.words[start : start + length])
            notion = NOTIONS.get(phrase)
            if notion is not None and all(words.is_free(start + step) for step in range(length)):
                words.take(start, length, notion.value)
                found.add(notion)
    for place, word in words.free():
        if word in _NO:
            words.take(place, 1, "not")
            found.add(Notion.NOT)
    return found


def _corrected(words: Words, ordinary: frozenset[str]) -> set[Notion]:
    """The notions of misspelt words: one word of the language, and only one, is near enough."""
    changed = False
    for place, word in words.free():
        if word in ordinary or word.isdigit() or len(word) < 4:
            continue
        allowed = 1 if len(word) < 7 else 2
        near = [
            known for known in ordinary if len(known) > 3 and OSA.distance(word, known, score_cutoff=allowed) <= allowed
        ]
        best = sorted(near, key=lambda known: (OSA.distance(word, known), known[0] != word[0]))
        if best and (len(best) == 1 or _is_nearer(word, best[0], best[1])):
            words.words[place] = best[0]
            changed = True
    return _notions(words) if changed else set()


def _is_nearer(word: str, one: str, other: str) -> bool:
    same_stem = one[:4] == other[:4]
    return same_stem or OSA.distance(word, one) < OSA.distance(word, other)


def _meant(text: _Text, today: date, previous: Query | None) -> Understood | Unclear | OutOfScope:
    if text.unknown:
        return OutOfScope("unknown", tuple(text.unknown))
    notions = _with_names(text)
    figure = notions - {
        Notion.AUDIT,
        Notion.COUNT,
        Notion.RATE,
        Notion.TEAM,
        Notion.CASE,
        Notion.PEOPLE,
        Notion.STATUS,
        Notion.CHILD,
    }
    if previous is not None and (not figure or _narrows(text, notions, previous)):
        return _follow(text, notions, today, previous)
    found = readings_of(notions) if notions else []
    if not found and Notion.COUNT in notions:
        found = readings_of(notions - {Notion.COUNT})
    return _decided(text, notions, found, today, previous)


def _with_names(text: _Text) -> frozenset[Notion]:
    notions = set(text.notions)
    kinds = {one.dimension for mention in text.mentions.found for one in mention.names}
    if Dimension.DOMAIN in kinds:
        notions.add(Notion.DOMAIN)
    if {Dimension.SAMPLE, Dimension.QUESTION} & kinds:
        notions.add(Notion.DIP)
    if Dimension.DOMAIN in text.asked_for.group_by:
        notions.add(Notion.DOMAIN)
    if text.asked_for.goal is not None and not notions:
        notions.add(Notion.TARGET)
    return frozenset(notions)


def _narrows(text: _Text, notions: frozenset[Notion], previous: Query) -> bool:
    """Whether the words only narrow the figure before: a party, a route."""
    metric = metric_named(previous.metric)
    parties = frozenset(PARTIES) if Dimension.PARTY in metric.dimensions else frozenset()
    routes = frozenset(ROUTES) if Dimension.ROUTE in metric.dimensions else frozenset()
    return bool(notions) and notions <= parties | routes | {Notion.NOT, Notion.AUDIT}


def _decided(
    text: _Text, notions: frozenset[Notion], found: list[Reading], today: date, previous: Query | None
) -> Understood | Unclear | OutOfScope:
    metrics = list(dict.fromkeys(reading.metric for reading in found))
    if len(found) == 1 or len(metrics) == 1:
        return _query(text, notions, found[0], today, previous)
    if metrics:
        return Unclear("several", tuple(metrics))
    offered = tuple(nearest(notions))
    if offered or text.mentions.found or text.moments.periods:
        return Unclear("metric", offered)
    return OutOfScope("nothing")


def _query(
    text: _Text, notions: frozenset[Notion], reading: Reading, today: date, previous: Query | None
) -> Understood | Unclear | OutOfScope:
    if text.mentions.undecided:
        return _which_name(text.mentions.undecided[0])
    metric = metric_named(reading.metric)
    filters = {
        **reading.filters,
        **text.asked_for.filters,
        **_named_filters(text, metric),
        **_of_notions(metric, notions),
    }
    carries = previous is not None and (text.cue or len(text.words.words) <= 3)
    if carries and previous is not None:
        kept = {
            key: values for key, values in previous.filters.items() if key in metric.dimensions and key not in filters
        }
        filters = {**kept, **filters}
    chosen = _periods(text, metric, today, previous if carries else None)
    as_at = text.moments.as_at or (previous.as_at if carries and previous is not None else today)
    query = Query(
        metric.id,
        chosen,
        as_at,
        filters,
        _groups(text, metric, filters, chosen, reading),
        text.asked_for.reach or Reach.WHOLE,
        lists=text.asked_for.lists or (text.asked_for.asks_who and not text.asked_for.group_by),
    )
    return Understood(query, carries, text.asked_for.goal)


def _which_name(mention: Mention) -> Unclear:
    return Unclear("name", tuple(f"{one.dimension.value}:{one.value}" for one in mention.names))


_OF_PERSON = (Dimension.OWNER, Dimension.MODERATOR, Dimension.AUDITOR, Dimension.HEAD_OF_SERVICE)


def _named_filters(text: _Text, metric: Metric) -> dict[Dimension, tuple[str, ...]]:
    filters = text.mentions.filters()
    person = filters.pop(Dimension.AUDITOR, None)
    if person is not None:
        wanted = Dimension.OWNER if Dimension.OWNER in metric.dimensions else Dimension.AUDITOR
        if Notion.MODERATOR in text.notions:
            wanted = Dimension.MODERATOR
        if "head" in text.words.words:
            wanted = Dimension.HEAD_OF_SERVICE
        filters[wanted] = person
    return filters


def _of_notions(metric: Metric, notions: frozenset[Notion]) -> dict[Dimension, tuple[str, ...]]:
    found: dict[Dimension, tuple[str, ...]] = {}
    if Dimension.PARTY in metric.dimensions:
        parties = tuple(dict.fromkeys(PARTIES[notion] for notion in PARTIES if notion in notions))
        if Notion.FAMILY in notions:
            parties = tuple(dict.fromkeys((*parties, "child", "parent")))
        if parties:
            found[Dimension.PARTY] = parties
    if Dimension.ROUTE in metric.dimensions:
        routes = tuple(dict.fromkeys(ROUTES[notion] for notion in ROUTES if notion in notions))
        if routes:
            found[Dimension.ROUTE] = routes
    return found


def _periods(text: _Text, metric: Metric, today: date, previous: Query | None) -> tuple[Period, ...]:
    if text.moments.periods:
        return tuple(text.moments.periods)
    if previous is not None and previous.period.kind not in {PeriodKind.DAY, PeriodKind.EVER}:
        return previous.periods
    return (default_period(metric, text.moments.as_at or today, today),)


def default_period(metric: Metric, as_at: date, today: date) -> Period:
    """The period of a question that names none (METRICS, "Periods")."""
    match metric.default:
        case Default.TODAY:
            return Period(as_at, as_at, PeriodKind.DAY, as_at.isoformat(), f"as at {as_at.day} {as_at:%B %Y}")
        case Default.TWELVE_MONTHS:
            return periods.whole_months_before(as_at, 12)
        case Default.EVER:
            return periods.ever(as_at)
        case Default.THIS_MONTH:
            this = periods.month_around(as_at)
            return replace(this, label=f"{this.label} so far") if as_at == today else this


def _groups(
    text: _Text,
    metric: Metric,
    filters: dict[Dimension, tuple[str, ...]],
    chosen: tuple[Period, ...],
    reading: Reading | None,
) -> tuple[Dimension, ...]:
    groups = list(text.asked_for.group_by) or list(reading.group_by if reading else ())
    if (
        Dimension.STATUS in groups
        and Dimension.STATUS not in metric.dimensions
        and Dimension.LEGAL_STATUS in metric.dimensions
    ):
        groups[groups.index(Dimension.STATUS)] = Dimension.LEGAL_STATUS
    if metric.shares is not None and metric.shares in groups:
        groups.remove(metric.shares)
    if len(chosen) > 1:
        groups = [_side_by_side(chosen), *(group for group in groups if group not in _TIME)]
    for dimension, values in filters.items():
        if (
            len(values) > 1
            and dimension in metric.dimensions
            and dimension is not metric.shares
            and dimension not in groups
            and len(groups) < 2
        ):
            groups.append(dimension)
    if metric.asks_for is not None and metric.asks_for not in filters and not groups:
        groups.append(metric.asks_for)
    return tuple(groups[:2])


_TIME = frozenset({Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR, Dimension.PERIOD})


def _side_by_side(chosen: tuple[Period, ...]) -> Dimension:
    kinds = {period.kind for period in chosen}
    if kinds == {PeriodKind.MONTH}:
        return Dimension.MONTH
    if kinds == {PeriodKind.QUARTER}:
        return Dimension.QUARTER
    return Dimension.YEAR if kinds == {PeriodKind.YEAR} else Dimension.PERIOD


def _follow(text: _Text, notions: frozenset[Notion], today: date, previous: Query) -> Understood | Unclear | OutOfScope:
    """Go on from the query before: another period, another place, a breakdown, the rows."""
    if text.mentions.undecided:
        return _which_name(text.mentions.undecided[0])
    metric = metric_named(previous.metric)
    asked = text.asked_for
    named = {**asked.filters, **_named_filters(text, metric), **_of_notions(metric, notions)}
    changes = bool(
        named
        or text.moments.periods
        or text.moments.as_at
        or asked.group_by
        or asked.lists
        or asked.asks_who
        or asked.reach
    )
    if not changes:
        return Unclear("follow", ())
    chosen = _followed_periods(text, metric, previous)
    filters = {**_kept(previous, named), **named}
    query = replace(
        previous,
        periods=chosen,
        as_at=text.moments.as_at or previous.as_at,
        filters=filters,
        group_by=_followed_groups(text, metric, previous, filters, chosen),
        reach=asked.reach or previous.reach,
        lists=asked.lists or asked.asks_who,
    )
    if text.moments.as_at is not None and metric.timing is Timing.STOCK and not text.moments.periods:
        query = replace(query, periods=(default_period(metric, text.moments.as_at, today),))
    return Understood(query, goes_on=True)


_PLACES = (Dimension.TEAM, Dimension.LOCALITY, Dimension.SERVICE)


def _kept(previous: Query, named: dict[Dimension, tuple[str, ...]]) -> dict[Dimension, tuple[str, ...]]:
    """The filters before that stay: another place takes the place of the one before."""
    moved = any(place in named for place in _PLACES)
    return {
        key: values for key, values in previous.filters.items() if key not in named and not (moved and key in _PLACES)
    }


def _followed_periods(text: _Text, metric: Metric, previous: Query) -> tuple[Period, ...]:
    if not text.moments.periods:
        return previous.periods
    said = set(text.words.words)
    compares = bool(said & {"compare", "compared", "versus", "vs", "against", "comparison", "compares"})
    if compares and len(text.moments.periods) == 1 and previous.period.kind not in {PeriodKind.DAY, PeriodKind.EVER}:
        both = {*previous.periods, *text.moments.periods}
        return tuple(sorted(both, key=lambda period: period.start))
    return tuple(text.moments.periods)


def _followed_groups(
    text: _Text, metric: Metric, previous: Query, filters: dict[Dimension, tuple[str, ...]], chosen: tuple[Period, ...]
) -> tuple[Dimension, ...]:
    if text.asked_for.group_by or len(chosen) > 1:
        return _groups(text, metric, filters, chosen, None)
    kept = tuple(
        group
        for group in previous.group_by
        if group is not Dimension.PERIOD
        and not (len(previous.periods) > 1 and group in _TIME)
        and len(filters.get(group, ())) != 1
    )
    return kept or _groups(text, metric, filters, chosen, None)
