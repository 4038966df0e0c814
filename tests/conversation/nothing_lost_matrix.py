"""The matrix of what may happen against every place of an audit, as docs/nothing-lost.md has it.

`python -m tests.conversation.nothing_lost_matrix` writes it anew.
"""

from pathlib import Path

from tests.conversation.audit_places import ACTIONS, BESIDE, PLACES, RETURNS, STEPS, TYPED, Place
from tests.conversation.happenings import HAPPENINGS, why_not
from tests.conversation.killing import KILLED

DOCUMENT = Path(__file__).parents[2] / "docs" / "nothing-lost.md"
CELLS = [
    (happening, name) for happening in HAPPENINGS for name, place in PLACES.items() if not why_not(happening, place)
]
COLUMNS = (*HAPPENINGS, KILLED)
_GROUPS = {
    "The steps": STEPS,
    "Beside the steps": BESIDE,
    "The actions": ACTIONS,
    "By typing": TYPED,
    "The return and after it": RETURNS,
}
_HEAD = """# Nothing lost, nothing twice

Whatever may happen while somebody audits, what they typed is kept, once, in their name. This page is the promise in
full: every place of an audit down the side, everything that may happen to it across the top, and a test for each.
It is written by `python -m tests.conversation.nothing_lost_matrix`, and a test fails when it says other than they do.

Each test puts somebody at that place of an audit of their own, lets it happen, goes on to the return, and holds all
that was typed into that audit against the store, against the version that was returned and against what
`auditbot export` gives back: nothing missing, nothing twice, nothing in another's name.

## How to read it

● is a test. Its name is made of its column and its row, so that the test of *a double tap* at *Supervision* is

    pytest "tests/conversation/test_nothing_lost.py::test_it_is_kept_once[a double tap, Supervision]"

and in the last column, *kill -9*, which ends the service's process in the middle of the press,

    pytest "tests/conversation/test_nothing_lost_killed.py::test_kill_9_loses_nothing_and_doubles_nothing[Supervision]"

A small letter is no test, because it can't happen there:

"""
_TAIL = """
## What happens, and what must come of it

- *an ordinary press*: it is kept.
- *a double tap*: two presses at once are kept once, and both answered with the same next card.
- *delivered again*, with the same id or a new one: kept once; the answer is the card as it stands.
- *its answer lost*: the connection is cut while the service works; pressed again, it is kept once.
- *its answer after 20 s*: Teams has sent it again meanwhile, with the same id and with a new one; kept once.
- *a busy database*: another process is writing; the press waits for it and is kept.
- *a restart*, before the press and after it: the old card still works.
- *two weeks later*: the card is pressed as it stood.
- *an old card*: the step was answered otherwise on another device. Nothing is written over unasked, and what was typed
  stays on the card. Where a press adds something of its own (an action, a contact attempt, a concern), both are kept.
- *two devices at once*: as an old card, but at the same moment.
- *20,000 characters* come back whole with the complaint beside them; shortened, they are kept.
- *emoji, right-to-left, markdown, HTML, several lines, a formula*: kept and given back as typed. A text that begins as
  a formula has an apostrophe before it in the export, which an import takes off again.
- *invisible characters*: those that writing needs (a soft hyphen, the joiners) are kept as typed; those that only part
  or reorder what is written (U+200B, U+2060, U+FEFF and their like) are left out.
- *kill -9*: the process ends at once in the middle of the press; begun again, the same press is kept once.

## What else is tried

- Months closing, due days passing, a new version of the framework, a renamed team, an auditor who leaves, an audit
  given to somebody else, withdrawn or exempted while a card stands open:
  `tests/conversation/test_nothing_lost_weeks.py`.
- Both devices at once, a double tap and a delivery under a new id on PostgreSQL, and a database that is busy for longer
  than anybody waits: `tests/conversation/test_nothing_lost_engines.py`.
- A typed message delivered again under a new id: `tests/conversation/test_nothing_lost_typed.py`.
- Whole audits by several auditors, each on two devices, with everything above at random:
  `tests/conversation/test_nothing_lost_walks.py` for a few seeds, and for as long as you like
  `python -m tests.conversation.long_walk --audits 50 --seed 1`.
"""


def _reasons() -> dict[str, str]:
    """The letter of each reason why something can't happen somewhere."""
    every = [why_not(happening, place) for happening in HAPPENINGS for place in PLACES.values()]
    return {reason: chr(ord("a") + number) for number, reason in enumerate(dict.fromkeys(filter(None, every)))}


def _row(place: Place, letters: dict[str, str]) -> str:
    cells = ["●" if not (why := why_not(happening, place)) else letters[why] for happening in HAPPENINGS]
    return f"| {place.name} | {' | '.join([*cells, '●'])} |"


def _table(title: str, places: tuple[Place, ...], letters: dict[str, str]) -> str:
    head = f"| {title} | {' | '.join(COLUMNS)} |"
    return "\n".join([head, f"|---{'|:-:' * len(COLUMNS)}|", *(_row(place, letters) for place in places)])


def document() -> str:
    """The page, as the tests are now."""
    letters = _reasons()
    legend = "\n".join(f"- {letter}: {reason}" for reason, letter in letters.items())
    tables = "\n\n".join(_table(title, places, letters) for title, places in _GROUPS.items())
    count = f"{len(CELLS) + len(PLACES)} tests in all."
    return f"{_HEAD}{legend}\n\n{count}\n\n## The matrix\n\n{tables}\n{_TAIL}"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
