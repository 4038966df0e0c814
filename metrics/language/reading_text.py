"""Reads one text: each of its words is explained by at most one thing, and none is passed over."""

from dataclasses import dataclass, field
from datetime import date

from metrics.language.asked_for import AskedFor, read_asked_for, read_status, takes_all
from metrics.language.chat import IDIOMS, without_chat
from metrics.language.lexicon import LONGEST_PHRASE, NO, NOTIONS
from metrics.language.moments import MomentReader, Moments
from metrics.language.name_reading import Mentions, NameReader, narrowed, of_kind_said
from metrics.language.names import Names
from metrics.language.notions import Notion
from metrics.language.ordinary import COMPARATIVES, FILLER, GROUPS, MOVEMENTS
from metrics.language.said_numbers import NUMBERS
from metrics.language.setting_aside import set_aside
from metrics.language.tokens import Words, phrases_in, words_in, words_of
from metrics.language.vocabulary import ordinary_words, vocabulary_of
from metrics.query import Dimension, Reach

# "In my area", "the service": words for places that need not be a breakdown.
_LOOSE_GROUPS = words_in("locality service services area areas patch district status head rating")
# Words about time that make a period only with others.
_VAGUE = words_in("year years quarter quarters months last past previous first second third fourth prior") | (
    frozenset(NUMBERS) - {"one", "couple"}
)
# "Better in July than in June": compared, with what is compared between.
_APART = phrases_in("better, worse, than")
# How often the same one was counted is in no figure.
_OFTEN = phrases_in("more than once, at least once, twice, only once, in a row, repeatedly, over and over")
_OF_A_MONTH = words_in(
    """
    audits audit ones those escalations disputes actions returns concerns ratings records cases that them one files
    results
    """
)


@dataclass(slots=True)
class Text:
    """A text read once: what was found in it.

    Attributes:
        unknown: words that nobody knows; with one of them no figure is given.
        aside: something was excluded that no figure can leave out.
        vague: words about time that say no period: `for the year`, `the first half`.
        either: a period and a name that the text does not decide between.
        has_capital: `Outstanding` was written as the grade is, within a sentence.
    """

    words: Words
    moments: Moments
    asked_for: AskedFor
    mentions: Mentions
    notions: frozenset[Notion] = frozenset()
    unknown: list[str] = field(default_factory=list)
    aside: bool = False
    vague: bool = False
    either: bool = False
    has_capital: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether it names neither a period nor a place nor anything else."""
        return not (self.moments.found or self.moments.as_at or self.mentions.found)


def read_text(plain: str, today: date, names: Names) -> Text:
    """Everything that is found in a text of small letters with plain quotes."""
    vocabulary = vocabulary_of(names)
    words = Words(vocabulary.corrected(words_of(without_chat(plain, vocabulary))))
    takes_all(words, IDIOMS, "idiom")
    statuses = read_status(words)
    reader = NameReader(words, names, ordinary_words())
    mentions = reader.read_whole()
    moments = MomentReader(words, today).read()
    asked_for = read_asked_for(words)
    asked_for.filters |= statuses
    text = Text(words, moments, asked_for, Mentions(mentions))
    text.aside |= set_aside(words, text.mentions, moments)
    mentions = narrowed([*text.mentions.found, *reader.read_in_part()])
    text.mentions = Mentions([of_kind_said(one, words) for one in mentions])
    text.aside |= set_aside(words, text.mentions, moments)
    _take_teams_of_people(text)
    takes_all(words, MOVEMENTS, "compared")
    if len(moments.found) + len(mentions) > 1 or asked_for.group_by or asked_for.reach:
        takes_all(words, COMPARATIVES, "compared")
    if len(moments.found) + len(mentions) > 1:
        takes_all(words, _APART, "compared")
    text.notions = frozenset(_read_notions(words))
    text.notions |= _of_names(text)
    text.unknown = [word for _, word in words.free() if word not in ordinary_words() or _needs_meaning(word)]
    text.unknown += [" ".join(phrase) for phrase in _OFTEN if words.find(phrase) is not None]
    text.vague = any(word in _VAGUE for _, word in words.free()) or _begins_somewhere(words)
    text.either = _is_either(words) or asked_for.either
    return text


def _take_teams_of_people(text: Text) -> None:
    """Take the teams in `Tara Patel's teams`: they say whose, not what is counted."""
    for mention in text.mentions.found:
        is_person = mention.names[0].dimension is Dimension.AUDITOR
        if is_person and text.words.is_free(mention.end) and text.words.word(mention.end) in {"teams", "team"}:
            text.words.take(mention.end, 1, "name")


def _needs_meaning(word: str) -> bool:
    """A number, or a word for a breakdown, that nothing explains: it is not passed over."""
    return word.isdigit() or ((word,) in GROUPS and word not in FILLER and word not in _LOOSE_GROUPS)


def _read_notions(words: Words) -> set[Notion]:
    found: set[Notion] = set()
    for length in range(LONGEST_PHRASE, 0, -1):
        for start in range(len(words.words) - length + 1):
            phrase = tuple(words.words[start : start + length])
            if phrase in NOTIONS and words.says(start, phrase):
                words.take(start, length, NOTIONS[phrase].value)
                found.add(NOTIONS[phrase])
    for place, word in words.free():
        if word in NO:
            words.take(place, 1, Notion.NOT.value)
            found.add(Notion.NOT)
    return found


def _of_names(text: Text) -> frozenset[Notion]:
    """What the names and breakdowns of a text say of the figure."""
    kinds = text.mentions.certain_kinds() | set(text.asked_for.group_by)
    found = {Notion.DOMAIN} if Dimension.DOMAIN in kinds else set()
    if {Dimension.SAMPLE, Dimension.QUESTION} & kinds:
        found.add(Notion.DIP)
    is_only_goal = all(taken == "goal" for taken in text.words.taken)
    if text.asked_for.goal is not None and not text.notions and not is_only_goal:
        found.add(Notion.TARGET)
    return frozenset(found)


def soft_notions(text: Text) -> frozenset[Notion]:
    """What a breakdown or "my teams" says beside itself: `which teams had no audit` is about teams."""
    asked = text.asked_for
    found = {Notion.TEAM} if Dimension.TEAM in asked.group_by or asked.reach is Reach.MY_TEAMS else set()
    if asked.asks_who or asked.reach is Reach.MINE:
        found.add(Notion.PEOPLE)
    if Dimension.RATING in asked.group_by:
        found.add(Notion.RATING)
    return frozenset(found)


def loose_notions(text: Text) -> frozenset[Notion]:
    """What only says whose or which: `where the auditor was Jack Quill`, `children on a child protection plan`."""
    kinds = text.mentions.kinds()
    found = {Notion.AUDITOR, Notion.MODERATOR} if Dimension.AUDITOR in kinds else set()
    return frozenset(found | ({Notion.CHILD} if Dimension.LEGAL_STATUS in kinds else set()))


def _begins_somewhere(words: Words) -> bool:
    """Whether something is asked `from June`, which is June's or all since; of audits it is June's."""
    return any(
        word == "from" and words.is_taken(place + 1, "period") and not _OF_A_MONTH & set(words.words[:place])
        for place, word in words.free()
    )


def _is_either(words: Words) -> bool:
    """Whether a period or a name is meant: `in May or May Street`."""
    taken = words.taken
    return any(
        word == "or" and 0 < place < len(taken) - 1 and {taken[place - 1], taken[place + 1]} == {"period", "name"}
        for place, word in enumerate(words.words)
    )
