"""What people write around a question: idioms, courtesies, and whole sentences about themselves."""

import re

from metrics.language.tokens import phrases_in, words_in, words_of
from metrics.language.vocabulary import Vocabulary

# Months that are verbs, and words of quality that are courtesy.
IDIOMS = phrases_in(
    """
    may i, may we, may you, may they, may be, march on, good morning, good afternoon, good evening, good day, good
    work, good job, good news, good idea, good to know, good luck, good stuff, all good, so good, not sure, no
    problem, my boss, my report, my board, my paper, my papers, my meeting, my slide, my slides, my update, my
    question, my presentation, my notes, my dashboard, my colleague, my colleagues, my briefing, my committee, my
    supervision with, ended up, end up, ends up, add up, sum up, follow up, up to date, up to speed, i think, do
    you think, no worries, no rush, no doubt, if not, whether or not, or not, why not, first of all, first off,
    just a second, one second, a second, second thoughts, for the record, as well as, as well, side by side, do
    not forget, not just those allocated, not just the allocated, not only those allocated, before or after
    allocation, before or after being allocated, were there back, for each one, to each one, how did we do on, drop
    that, scrap that, forget that, do not worry, not to worry, if you do not mind, at the moment, no idea
    """
)
# "I don't want ratings, I want completion"; "not the RI, the Inadequate rate".
_TAKEN_BACK = re.compile(
    r"^(?:no,? )?(?:i )?(?:(?:do not|don't|didn't) (?:want|mean|need)|not) (?:the )?[\w' ]{1,25}[,;-]\s*(?:but )?"
    r"(?=(?:i want|i mean|i meant|i need|the|just)\b)"
)
# "I've got the board in ten minutes", "quick one before SLT".
_SOON = re.compile(
    r"\bin (?:\w+ )?\w+ (?:minutes?|mins?|hours?|hrs?)\b"
    r"|\b(?:before|ahead of) (?:the |my |our |an? )?"
    r"(?:slt|smt|dmt|clt|board|panel|cabinet|scrutiny|committee|meeting|lunch)\b"
)
# "No, I meant August" says nothing of what was not returned.
_NO_FIRST = re.compile(r"^(?:no|nope|nah)(?:[,;!-]+\s*|\s+(?=(?:i|sorry)\b))")
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
_CHAT = re.compile(
    r"^(?:i|i'm|i've|i'd|we|we're|hi|hello|hey|hiya|sorry|hope|hoping|thanks|thank|good (?:morning|afternoon|evening)|"
    r"morning|afternoon|dear|cheers|my (?:boss|manager|chair))\b"
)
_BINDING = words_in("only just except not want mean need but excluding without")


def without_chat(plain: str, vocabulary: Vocabulary) -> str:
    """The text without whole sentences about the one who asks, and without what is taken back at once."""
    sentences = _SENTENCES.split(_SOON.sub("", _NO_FIRST.sub("", _TAKEN_BACK.sub("", plain))))
    if len(sentences) == 1:
        return sentences[0]
    return " ".join(sentence for sentence in sentences if not _is_chat(sentence, vocabulary))


def _is_chat(sentence: str, vocabulary: Vocabulary) -> bool:
    if not _CHAT.match(sentence):
        return False
    said = vocabulary.corrected(words_of(sentence))
    return not set(said) & (vocabulary.telling | _BINDING)
