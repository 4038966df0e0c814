"""Likely names in what is typed into a register that belongs to no audit: asked about once, then kept on record.

As `dialogs.likely_names` for an audit's texts. The form is saved with the answer, so that nothing is left to be asked
again: the record says who kept how many phrases, and where.
"""

from collections.abc import Mapping

from cards.verbs import AS_IT_IS
from dialogs.likely_names import Phrases
from dialogs.turn import Press, Turn
from domain.likely_names import likely_names
from storage import record
from storage.wording import phrases_of_the_council

# No audit has this number: of the council's people whole names alone are known then, and its teams.
_NO_AUDIT = 0


def unasked_names(turn: Turn, press: Press, subject: str, texts: Mapping[str, str]) -> Phrases:
    """The likely names in these texts that the press's card has not asked about; nothing once all were.

    Args:
        turn: the turn.
        press: what brought the texts; it says which phrases its card had asked about.
        subject: the table that the texts go into, for the record.
        texts: by input.
    """
    found = {key: [text[one.start : one.end] for one in likely_names(text)] for key, text in texts.items()}
    every = {phrase for some in found.values() for phrase in some}
    if not every:
        return {}
    known = phrases_of_the_council(turn.unit, _NO_AUDIT, every)
    asked_now = set(press.data.get(AS_IT_IS, "").split("\n"))
    open_ = {key: [one for one in dict.fromkeys(some) if one not in known] for key, some in found.items()}
    left = {key: some for key, some in open_.items() if some}
    if any(phrase not in asked_now for some in left.values() for phrase in some):
        return left
    if left:
        record.write(turn.unit, "kept_likely_names", subject, phrases=sum(len(some) for some in left.values()))
    return {}
