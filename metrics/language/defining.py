"""Questions for a definition: `what counts as late?`, `what does to standard mean?`."""

import re

_HOW = "counted|calculated|worked out|defined|measured|arrived at"
_COUNT = "count|calculate|define|measure|work out|arrive at"
# "What's completion rate" wants the figure as soon as it says "the" or when: without either, its meaning.
_DEFINED = re.compile(
    r"^(?:so |and |but |please |(?:can|could) you (?:tell me |explain )?)*(?:"
    r"what (?:do you mean by|is meant by|(?:is|'s) the (?:definition|meaning) of|counts as|qualifies as) (.+?)"
    r"|what(?: exactly)? (?:does|do) (.+?)(?: actually| really)? mean"
    r"|(?:define|definition of|the definition of|meaning of|explain what) (.+?)(?: means?| is| are)?"
    rf"|how (?:is|are|was|were) (.+?) (?:{_HOW})"
    rf"|how (?:do|does) (?:we|you|the council|the bot) (?:{_COUNT}) (.+?)"
    r"|what does (.+?) include|what(?: is|'s) (?:included|counted) in (.+)"
    r"|(?:does|do|is|are) .+? (?:count as|counts as|counted as|counted in|count towards) (.+)"
    r"|(?:what(?: is|'s) )?(?:the |our )?((?:net |pool )?(?:completion|inadequate)(?: rate)?) target"
    r"|what(?: is|'s) an? ([a-z -]+)"
    r"|what(?: is|'s) ((?!the |our |my |your |this |last |an? )[a-z -]+ (?:rate|ratio|coverage|calibration))"
    r")[ ?.!]*$"
)
_POINTING = frozenset({"it", "that", "this", "those", "they", "you", "we"})


def defined_in(plain: str) -> str | None:
    """What a text asks to have defined; None where it asks something else, or points at the answer before.

    Args:
        plain: the text in small letters with plain quotes.
    """
    found = _DEFINED.match(plain)
    what = next((part for part in found.groups() if part), None) if found is not None else None
    return None if what is None or what in _POINTING else what
