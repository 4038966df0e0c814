"""Reads one text: each of its words is explained by at most one thing, and none is passed over."""

import re
from dataclasses import dataclass, field
from datetime import date

from metrics.language.asked_for import AskedFor, read_asked_for, read_status, takes_all
from metrics.language.lexicon import LONGEST_PHRASE, NO, NOTIONS
from metrics.language.moments import MomentReader, Moments
from metrics.language.name_reading import Mention, Mentions, NameReader, narrowed, of_kind_said
from metrics.language.names import Names
from metrics.language.notions import Notion
from metrics.language.ordinary import COMPARATIVES, FILLER, GROUPS, MOVEMENTS
from metrics.language.said_numbers import MONTHS
from metrics.language.tokens import Words, words_of
from metrics.language.vocabulary import Vocabulary, ordinary_words, vocabulary_of
from metrics.query import Dimension, Reach

# Months that are verbs, and words of quality that are courtesy.
_IDIOMS = tuple(
    tuple(phrase.split())
    for phrase in (
        "may i, may we, may you, may they, may be, march on, good morning, good afternoon, good evening, good day, good work, "
        "good job, good news, good idea, good to know, good luck, good stuff, all good, so good, not sure, no problem, "
        "my boss, my report, my board, my paper, my papers, my meeting, my slide, my slides, my update, my question, "
        "my presentation, my notes, my dashboard, my colleague, my colleagues, my briefing, my committee, my supervision with, "
        "ended up, end up, ends up, add up, sum up, follow up, up to date, up to speed, i think, do you think, no worries, no rush, no doubt, if not, whether or not, or not, why not, as well as, as well, side by side, "
        "do not forget, do not worry, not to worry, if you do not mind, at the moment, no idea"
    ).split(", ")
)
_ASIDE = tuple(
    tuple(phrase.split())
    for phrase in (
        "but not for, but not in, but not, not counting, leaving aside, setting aside, leaving out, other than, apart from, "
        "except for, except, excluding, not for, not in, not the, not, forget, never mind, rather than, instead of, as opposed to"
    ).split(", ")
)
_AUXILIARIES = frozenset("have has had did do does is are was were can could will would".split())
# "I don't want ratings, I want completion"; "not the RI, the Inadequate rate".
_TAKEN_BACK = re.compile(
    r"^(?:no,? )?(?:i )?(?:(?:do not|don't|didn't) (?:want|mean|need)|not) (?:the )?[\w' ]{1,25}[,;-]\s*(?:but )?"
    r"(?=(?:i want|i mean|i meant|i need|the|just)\b)"
)
# "In my area", "the service": words for places that need not be a breakdown.
_LOOSE_GROUPS = frozenset(
    {"locality", "service", "services", "area", "areas", "patch", "district", "status", "head", "rating"}
)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
_CHAT = re.compile(
    r"^(?:i|i'm|i've|i'd|we|we're|hi|hello|hey|hiya|sorry|hope|hoping|thanks|thank|good (?:morning|afternoon|evening)|morning|"
    r"afternoon|dear|cheers|my (?:boss|manager|chair))\b"
)
_BINDING = frozenset("only just except not want mean need but in for excluding without by".split()) - {
    "in",
    "for",
    "by",
}


@dataclass(slots=True)
class Text:
    """A text read once: what was found in it.

    Attributes:
        unknown: words that nobody knows; with one of them no figure is given.
        aside: something was excluded that no figure can leave out.
        either: a period and a name that the text does not decide between.
    """

    words: Words
    moments: Moments
    asked_for: AskedFor
    mentions: Mentions
    notions: frozenset[Notion] = frozenset()
    unknown: list[str] = field(default_factory=list)
    aside: bool = False
    either: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether it names neither a period nor a place nor anything else."""
        return not (self.moments.found or self.moments.as_at or self.mentions.found)


def read_text(plain: str, today: date, names: Names) -> Text:
    """Everything that is found in a text of small letters with plain quotes."""
    vocabulary = vocabulary_of(names)
    words = Words(vocabulary.corrected(words_of(_without_chat(_TAKEN_BACK.sub("", plain), vocabulary, names))))
    takes_all(words, _IDIOMS, "idiom")
    statuses = read_status(words)
    reader = NameReader(words, names, ordinary_words())
    mentions = reader.read_whole()
    moments = MomentReader(words, today).read()
    asked_for = read_asked_for(words)
    asked_for.filters |= statuses
    text = Text(words, moments, asked_for, Mentions(mentions))
    _set_aside(text)
    mentions = narrowed([*text.mentions.found, *reader.read_in_part()])
    text.mentions = Mentions([of_kind_said(one, words) for one in mentions])
    _set_aside(text)
    _take_teams_of_people(text)
    takes_all(words, MOVEMENTS, "compared")
    if len(moments.found) + len(mentions) > 1 or asked_for.group_by or asked_for.reach:
        takes_all(words, COMPARATIVES, "compared")
    text.notions = frozenset(_read_notions(words))
    text.notions |= _of_names(text)
    text.unknown = [word for _, word in words.free() if word not in ordinary_words() or _needs_meaning(word)]
    text.either = _is_either(words) or asked_for.either
    return text


def _take_teams_of_people(text: Text) -> None:
    """`Tara Patel's teams` are whose, not what is counted."""
    for mention in text.mentions.found:
        is_person = mention.names[0].dimension is Dimension.AUDITOR
        if is_person and text.words.is_free(mention.end) and text.words.word(mention.end) in {"teams", "team"}:
            text.words.take(mention.end, 1, "name")


def _needs_meaning(word: str) -> bool:
    """A number, or a word for a breakdown, that nothing explains: it is not passed over."""
    return word.isdigit() or ((word,) in GROUPS and word not in FILLER and word not in _LOOSE_GROUPS)


def _without_chat(plain: str, vocabulary: Vocabulary, names: Names) -> str:
    """The text without whole sentences about the one who asks: `I have a committee on Thursday.`"""
    sentences = _SENTENCES.split(plain)
    if len(sentences) == 1:
        return plain
    return " ".join(sentence for sentence in sentences if not _is_chat(sentence, vocabulary, names))


def _is_chat(sentence: str, vocabulary: Vocabulary, names: Names) -> bool:
    if not _CHAT.match(sentence):
        return False
    said = vocabulary.corrected(words_of(sentence))
    telling = {phrase[0] for phrase in NOTIONS if len(phrase) == 1} | names.words | set(MONTHS)
    return not set(said) & ((telling - FILLER) | _BINDING)


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
    kinds = text.mentions.kinds() | set(text.asked_for.group_by)
    found = {Notion.DOMAIN} if Dimension.DOMAIN in kinds else set()
    if {Dimension.SAMPLE, Dimension.QUESTION} & kinds:
        found.add(Notion.DIP)
    if text.asked_for.goal is not None and not text.notions:
        found.add(Notion.TARGET)
    return frozenset(found)


def soft_notions(text: Text) -> frozenset[Notion]:
    """What a breakdown or "my teams" says beside itself: `which teams had no audit` is about teams."""
    asked = text.asked_for
    found = {Notion.TEAM} if Dimension.TEAM in asked.group_by or asked.reach is Reach.MY_TEAMS else set()
    if asked.asks_who or asked.reach is Reach.MINE:
        found.add(Notion.PEOPLE)
    return frozenset(found)


def loose_notions(text: Text) -> frozenset[Notion]:
    """What only says whose or which: `where the auditor was Jack Quill`, `children on a child protection plan`."""
    kinds = text.mentions.kinds()
    found = {Notion.AUDITOR, Notion.MODERATOR} if Dimension.AUDITOR in kinds else set()
    return frozenset(found | ({Notion.CHILD} if Dimension.LEGAL_STATUS in kinds else set()))


def _set_aside(text: Text) -> None:
    """Take out what is named only to say that it isn't meant: `not August, July`; `leaving aside Youth Support`."""
    words = text.words
    for mention in list(text.mentions.found):
        lead = _aside_before(words, mention.start)
        if lead:
            words.take(mention.start - lead, lead, "aside")
            text.mentions.found.remove(mention)
            text.aside |= not _has_another(mention, text.mentions.found)
    for said in list(text.moments.found):
        lead = _aside_before(words, said.start)
        if lead:
            words.take(said.start - lead, lead, "aside")
            text.moments.found.remove(said)
            text.aside |= not text.moments.found


def _has_another(mention: Mention, others: list[Mention]) -> bool:
    kinds = {one.dimension for one in mention.names}
    return any(kinds & {one.dimension for one in other.names} for other in others)


def _aside_before(words: Words, place: int) -> int:
    for phrase in _ASIDE:
        start = place - len(phrase)
        if start >= 0 and words.says(start, phrase) and words.word(start - 1) not in _AUXILIARIES:
            return len(phrase)
    return 0


def _is_either(words: Words) -> bool:
    """`in May or May Street`: a period or a name."""
    taken = words.taken
    return any(
        word == "or" and 0 < place < len(taken) - 1 and {taken[place - 1], taken[place + 1]} == {"period", "name"}
        for place, word in enumerate(words.words)
    )
