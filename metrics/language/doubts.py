"""What turns the meaning of a figure round although each word is known: it is asked back, never answered past."""

from collections.abc import Iterator

from metrics.language.notions import Notion
from metrics.language.ordinary import FILLER
from metrics.language.outcomes import Unclear
from metrics.language.reading import Reading
from metrics.language.reading_text import Text
from metrics.language.readings import readings_of
from metrics.language.tokens import Words, words_in
from metrics.periods import PeriodKind

_AND = words_in("and & + plus or")
_NOTIONS = frozenset(notion.value for notion in Notion)
# What both of two figures may be about; a word for it stands beside one of them alone.
_SHARED = frozenset(
    {Notion.ACTION, Notion.CONCERN, Notion.ESCALATION, Notion.RATE, Notion.COUNT, Notion.AUDIT, Notion.NET}
)
# Beside an "and" these only qualify the word that stands next to them.
_PASSED_OVER = frozenset({Notion.RATE, Notion.COUNT, Notion.AUDIT, Notion.NET})
_SUBJECTS = frozenset({Notion.ACTION, Notion.CONCERN, Notion.ESCALATION})
# Notions that are a figure by themselves, so that two of them with an "and" between are two figures.
_PAIRED = frozenset(
    {
        *(Notion.COMPLETION, Notion.RETURNED, Notion.ALLOCATED, Notion.LATE, Notion.OVERDUE, Notion.OPEN),
        *(Notion.INVOLVED, Notion.FEEDBACK, Notion.STANDARD, Notion.RATING, Notion.CONTACT, Notion.RAISED),
        *(Notion.RESOLVED, Notion.STILL_OUT, Notion.EXCELLENT, Notion.EXEMPTED, Notion.UP, Notion.DOWN),
        *(Notion.ACTION, Notion.CONCERN, Notion.ESCALATION, Notion.EXEMPTION),
    }
)
# Each side of these is a figure, although "how many of those allocated came back" needs both for one.
_TWO_WITH_AND = (
    frozenset({Notion.ALLOCATED, Notion.RETURNED}),
    frozenset({Notion.COMPLETION, Notion.LATE}),
)
# What nobody counts the opposite of.
_ONLY_SO = frozenset(
    {
        *(Notion.OVERDUE, Notion.LATE, Notion.OPEN, Notion.INADEQUATE, Notion.RI, Notion.AT_RISK, Notion.NIL),
        *(Notion.ALLOCATED, Notion.EXCELLENT, Notion.RAISED, Notion.UP, Notion.DOWN, Notion.POSITIVE),
    }
)
_RATES = words_in("completion completions rate rates")
_ENDED = frozenset({Notion.RESOLVED.value, Notion.COMPLETION.value, Notion.RETURNED.value})
_HOW_ENDED = frozenset({Notion.LATE.value, Notion.ON_TIME.value})
_WITHIN = words_in("in during within over through throughout between since for on by from")
_RELATIVE = words_in("last this past previous the since between from")
_SENT_WHAT = frozenset({Notion.AUDIT.value, Notion.CASE.value, Notion.COUNT.value})
_WERE = words_in("were was been being are get got gets getting is")
_SPANNING = words_in("between from since")
_OPENED = {
    "concerns_open": ("concerns_open", "concerns_raised", "concerns_resolved"),
    "open_actions": ("open_actions", "action_status"),
}
COMPARES = words_in("compare compared versus vs v comparison compares comparing")
_SENT_FOR = words_in("for to as because")


def doubt(text: Text, notions: frozenset[Notion], reading: Reading) -> Unclear | None:
    """What to ask back about a reading that explains every word, and still may be another's; None where it stands."""
    return (
        _two_figures(text, notions, reading)
        or _negated(text, reading)
        or _when_it_ended(text, notions, reading)
        or _sent_back(text, reading)
        or _we_said(text, reading)
        or _stock_over_months(text, reading)
        or _one_side(text, notions, reading)
        or _capital(text, notions, reading)
    )


def _two_figures(text: Text, notions: frozenset[Notion], reading: Reading) -> Unclear | None:
    """`completion and late rate`: a figure on each side, of which one reading would drop the other."""
    shared = notions & _SHARED
    for place, word in text.words.free():
        if word not in _AND:
            continue
        left, right = _beside(text.words, place, -1), _beside(text.words, place, 1)
        if left is None or right is None or left is right or not {left, right} <= _PAIRED:
            continue
        is_noun = text.words.word(place - 1) in _RATES and {left, right} == {Notion.COMPLETION, Notion.STANDARD}
        is_pair = is_noun or {left, right} in _TWO_WITH_AND or word == "or"
        if not is_pair and ({left, right} <= reading.needs or _says_more(text.words, place)):
            continue
        metrics = (*_alone(left, shared), *_alone(right, shared))
        if len(set(metrics)) > 1:
            return Unclear("several", tuple(dict.fromkeys(metrics)))
    return None


def _says_more(words: Words, place: int) -> bool:
    """`that came back and were to standard`, `are not done and past their date`: both are said of the same ones."""
    before = [words.word(at) for at in range(place) if words.is_free(at)]
    return words.word(place + 1) in _WERE or bool(set(before) & {"are", "were", "is"})


def _alone(side: Notion, shared: frozenset[Notion]) -> tuple[str, ...]:
    """The one figure that a side means, with what both sides are about."""
    for beside in (shared, shared & _SUBJECTS, shared - _SUBJECTS, frozenset()):
        found = {one.metric for one in readings_of(frozenset({side}) | beside)}
        if len(found) == 1:
            return tuple(found)
    return ()


def _beside(words: Words, place: int, step: int) -> Notion | None:
    """The notion next to a place; None where something else comes before it."""
    for at in _going(words, place, step):
        taken = words.taken[at]
        if taken in _NOTIONS and Notion(taken) not in _PASSED_OVER:
            return Notion(taken)
        if taken not in _NOTIONS and (taken is not None or words.word(at) not in FILLER):
            return None
    return None


def _going(words: Words, place: int, step: int) -> Iterator[int]:
    at = place + step
    while 0 <= at < len(words.words):
        yield at
        at += step


def _negated(text: Text, reading: Reading) -> Unclear | None:
    """`not overdue`: the "not" belongs to what stands after it, and no figure counts the opposite."""
    for place, taken in enumerate(text.words.taken):
        if taken != Notion.NOT.value:
            continue
        after = _beside(text.words, place, 1)
        if after in _ONLY_SO:
            return _instead_of(after, reading)
        if Notion.GOOD in reading.needs and Notion.NOT in reading.needs and after is not Notion.GOOD:
            return Unclear("several", ("good_rate", "ratings"))
    return None


def _instead_of(notion: Notion, reading: Reading) -> Unclear:
    """The figures to choose from; where there is none beside the one that was to be turned round, that one."""
    if notion is Notion.OVERDUE:
        return Unclear("several", ("open_actions", "overdue_actions"))
    return Unclear("excluded", (reading.metric,))


def _when_it_ended(text: Text, notions: frozenset[Notion], reading: Reading) -> Unclear | None:
    """`escalations resolved in July`: actions and escalations are counted by the month in which they were raised."""
    if reading.metric not in {"escalations", "action_status"} or Notion.RAISED in notions:
        return None
    words = text.words
    for said in text.moments.found:
        at, is_within = said.start - 1, words.word(said.start) in _RELATIVE
        while at >= 0 and (words.taken[at] in _HOW_ENDED or (words.is_free(at) and words.word(at) in FILLER)):
            is_within |= words.word(at) in _WITHIN
            at -= 1
        if at >= 0 and is_within and words.taken[at] in _ENDED:
            return Unclear("raised", (reading.metric,))
    return None


def _sent_back(text: Text, reading: Reading) -> Unclear | None:
    """`audits sent back`: by their auditors, or to them as not to standard."""
    if Notion.RETURNED not in reading.needs | reading.may:
        return None
    words = text.words
    for place, word in enumerate(words.words[:-1]):
        if word != "sent" or words.word(place + 1) != "back" or not words.is_taken(place, Notion.RETURNED.value):
            continue
        before = words.taken[place - 1] if place else None
        is_done_to = before in _SENT_WHAT or words.word(place - 1) in _WERE or words.word(place + 2) in _SENT_FOR
        is_in = words.is_taken(place + 2, Notion.RETURNED.value) and not words.is_taken(place + 3, "period")
        if is_done_to and not is_in:
            return Unclear("several", ("returned", "not_met_standard"))
    return None


def _we_said(text: Text, reading: Reading) -> Unclear | None:
    """`did we say 80%`: what the council said is no family's feedback."""
    if reading.metric != "feedback_sentiment":
        return None
    said = text.words.words
    is_ours = any(word in {"say", "said", "saying"} and said[at - 1 : at] == ["we"] for at, word in enumerate(said))
    return Unclear("metric") if is_ours else None


def _stock_over_months(text: Text, reading: Reading) -> Unclear | None:
    """`concerns open between May and July`: open at its end, or opened in it; by month it is the end of each."""
    metrics = _OPENED.get(reading.metric)
    if metrics is None or text.asked_for.group_by or len(text.moments.found) != 1:
        return None
    said = text.moments.found[0]
    leads = {text.words.word(said.start - 1), text.words.word(said.start)}
    is_span = said.period.kind is PeriodKind.SPAN and not said.is_counted
    return Unclear("several", metrics) if is_span and leads & _SPANNING else None


def _one_side(text: Text, notions: frozenset[Notion], reading: Reading) -> Unclear | None:
    """`completion compared with last month`: of two sides one is said, and would be all that is answered."""
    is_compared = set(text.words.words) & COMPARES and Notion.TARGET not in notions and text.asked_for.goal is None
    has_two = len(text.moments.found) > 1 or len(text.mentions.found) > 1 or text.asked_for.group_by
    is_one = bool(text.moments.found or text.mentions.found) and not has_two and text.asked_for.reach is None
    return Unclear("compared", (reading.metric,)) if is_compared and is_one else None


def _capital(text: Text, notions: frozenset[Notion], reading: Reading) -> Unclear | None:
    """`Outstanding audits` with a capital may be those rated so, or those still out."""
    is_rating = text.has_capital and reading.metric == "outstanding" and Notion.EXCELLENT in notions
    return Unclear("several", ("outstanding", "ratings")) if is_rating else None
