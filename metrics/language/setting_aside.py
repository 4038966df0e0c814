"""What is named only to say that it isn't meant: `completion but not for August, for July`."""

from metrics.language.moments import Moments
from metrics.language.name_reading import Mention, Mentions
from metrics.language.ordinary import SETTING_ASIDE
from metrics.language.tokens import Words, words_in

_AUXILIARIES = words_in("have has had did do does is are was were can could will would")


def set_aside(words: Words, mentions: Mentions, moments: Moments) -> bool:
    """Take out names and periods that are not meant; whether one of them stood alone, which no figure can leave out."""
    alone = False
    for mention in list(mentions.found):
        lead = _aside_before(words, mention.start)
        if lead:
            words.take(mention.start - lead, lead, "aside")
            mentions.found.remove(mention)
            alone |= not _has_another(mention, mentions.found)
    for said in list(moments.found):
        lead = _aside_before(words, said.start)
        if lead:
            words.take(said.start - lead, lead, "aside")
            moments.found.remove(said)
            alone |= not moments.found
    return alone


def _has_another(mention: Mention, others: list[Mention]) -> bool:
    kinds = {one.dimension for one in mention.names}
    return any(kinds & {one.dimension for one in other.names} for other in others)


def _aside_before(words: Words, place: int) -> int:
    for phrase in SETTING_ASIDE:
        start = place - len(phrase)
        if start >= 0 and words.says(start, phrase) and words.word(start - 1) not in _AUXILIARIES:
            return len(phrase)
    return 0
