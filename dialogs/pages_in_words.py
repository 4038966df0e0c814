"""The pages that follow an audit, asked for in a sentence: the register, the watch list, what there is to moderate.

Only what can be nothing else is taken: how many, how long and since when are questions for a figure.
"""

import re

from rapidfuzz.distance import OSA

from dialogs.concern_register import concerns
from dialogs.moderation_queue import my_moderations
from dialogs.watch_list import watch_list
from dialogs.wired import Act

_VERB = r"(?:(?:show|give|open|see|list|get|bring)(?: me)?(?: up)?|(?:can|may) i see|where is)"
_SHOW = rf"(?:please )?(?:{_VERB} )?(?:the |my |our )?"
_OF = r"(?: (?:of|for) (?:the |my |our )?(?:children|child) of concern)?"
_PATTERNS: tuple[tuple[re.Pattern[str], Act], ...] = tuple(
    (re.compile(pattern), page)
    for pattern, page in (
        (rf"{_SHOW}(?:(?:children of )?concerns? )?register{_OF}(?: please)?", concerns),
        (rf"{_SHOW}(?:list of (?:the )?)?children of concern(?: list)?(?: please)?", concerns),
        (
            rf"{_SHOW}(?:concerns?|children of concern) (?:that (?:are|is) )?(?:waiting|wait|waits) for (?:me|us)",
            concerns,
        ),
        (r"(?:which|what) (?:concerns?|children of concern) (?:are )?(?:waiting|wait) for (?:me|us)", concerns),
        (rf"{_SHOW}(?:at[- ]risk )?watch[- ]?list(?: please)?", watch_list),
        (rf"{_SHOW}(?:audits|what (?:i have|there is)) (?:left )?to moderate", my_moderations),
        (
            r"(?:what|which audits) (?:do|must|should) (?:i|we) (?:have to |need to |still )*moderate(?: now| next)?",
            my_moderations,
        ),
        (r"what (?:is there|have i(?: got)?|is left|waits for me|is waiting for me) to moderate", my_moderations),
    )
)
# Long enough that one slip of the finger leaves no doubt of what was meant.
_SAID_WITH_A_SLIP = {"children of concern": concerns, "concern register": concerns, "watch list": watch_list}


def page_in_words(text: str) -> Act | None:
    """What shows the page that a text asks for; None for any other text."""
    words = " ".join(text.casefold().split()).strip(" .!?'\"")
    found = next((page for pattern, page in _PATTERNS if pattern.fullmatch(words)), None)
    near = (page for said, page in _SAID_WITH_A_SLIP.items() if OSA.distance(words, said, score_cutoff=1) == 1)
    return found or next(near, None)
