"""Every place of an audit where something is typed or pressed: how one comes there, and what it then says on paper."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.contacts import Attempt
from domain.words import AllocationStatus, ContactWay, Party
from storage.lifecycle import move
from tests.conversation.on_paper import DOMAINS, Agreed
from tests.conversation.walkers import Before, Walker, hands_in
from tests.fakes_cards import Shown

ONE, OTHER = "Seen alone each month.", "Read again at the desk."
LONG, SHORT, RESULT = 8_000, 2_000, 300
Way = Callable[[Walker], Awaitable[Shown]]
Inputs = dict[str, str]


async def _where_it_stands(walker: Walker) -> Shown:
    return await walker.who.says("continue")


def _nothing(_walker: Walker, _words: str) -> Inputs:
    return {}


def _no_change(_walker: Walker, _words: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an audit.

    Attributes:
        name: as the matrix has it.
        before: how far the audit has come.
        first: what is done once before.
        comes: leads from there to the card that is pressed, on any device.
        button: what is pressed; "" where a message is typed.
        given: what is put into the inputs of these words; the message as `text`.
        writes: what then stands on paper.
        words: two things that may be said there; none where nothing is said.
        longest: how many characters its text takes; 0 where it takes none.
        adds: whether the same act from two cards is two of them, rather than one that replaces the other.
    """

    name: str
    before: Before
    button: str = "Next"
    first: Way | None = None
    comes: Way = _where_it_stands
    given: Callable[[Walker, str], Inputs] = _nothing
    writes: Callable[[Walker, str], None] = _no_change
    words: tuple[str, ...] = (ONE, OTHER)
    longest: int = 0
    adds: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether it is a message."""
        return not self.button


# Ways to a card, and to how things stand before it.


def _by(*titles: str) -> Way:
    async def comes(walker: Walker) -> Shown:
        card = await walker.who.says("continue")
        for title in titles:
            card = await walker.who.presses(card, title)
        return card

    return comes


async def _my_audits(walker: Walker) -> Shown:
    return await walker.who.says("my audits")


async def _reviews(walker: Walker) -> Shown:
    return await walker.who.presses(await walker.who.says("review"), "Change: Quality of Plans")


async def _asked_about_a_name(walker: Walker) -> Shown:
    given = {"in_rating": "Good", "in_evidence": "Kayleigh drew."}
    return await walker.who.presses(await walker.who.says("continue"), "Next", given)


async def _asked_where(walker: Walker) -> Shown:
    await walker.who.says("continue")
    return await walker.who.says("Is this right?")


async def _reopened(walker: Walker) -> Shown:
    return await walker.who.presses(await hands_in(walker), "Reopen")


async def _sent_back(walker: Walker) -> Shown:
    receipt = await hands_in(walker)
    with walker.council.unit() as unit:
        old, new = AllocationStatus.RETURNED, AllocationStatus.SENT_BACK
        move(unit, walker.paper.number, old, new, walker.today, reason="Too thin.")
    return receipt


# What is put in, and what it then says on paper.


def _into(step: str, key: str, **rest: str) -> dict[str, Any]:
    """One question of a step takes the words, the others `rest`."""

    def given(_walker: Walker, words: str) -> Inputs:
        return {f"in_{name}": said for name, said in {**rest, key: words}.items()}

    def writes(walker: Walker, words: str) -> None:
        walker.paper.answers[step] = {**rest, key: words}

    return {"given": given, "writes": writes}


def _step(name: str, step: str, key: str, longest: int = LONG, **rest: str) -> Place:
    return Place(name, Before(step), longest=longest, **_into(step, key, **rest))


def _choice(name: str, step: str, key: str, words: tuple[str, str], **answers: Mapping[str, str]) -> Place:
    return Place(name, Before(step, answers=answers), words=words, **_into(step, key))


_EVERYBODY = dict.fromkeys(("social_worker", "manager", "iro_or_chair", "child"), "included")


def _taps(walker: Walker, _words: str) -> None:
    walker.paper.attempts.append(Attempt(0, Party.PARENT, walker.today, None, ""))


def _tries(walker: Walker, words: str) -> Inputs:
    day = walker.today.isoformat()
    return {"in_whom": "parent", "in_day": day, "in_way": "phone", "in_result": words}


def _tried(walker: Walker, words: str) -> None:
    walker.paper.attempts.append(Attempt(0, Party.PARENT, walker.today, ContactWay.PHONE, words))


def _asks(walker: Walker, words: str) -> Inputs:
    owner = str(walker.council.id_of(walker.owner))
    return {"in_what": words, "in_owner": owner, "in_due": walker.by_then.isoformat()}


def _agrees(walker: Walker, words: str) -> None:
    walker.paper.actions.append(Agreed(words, walker.owner.email, walker.by_then))


def _agrees_anew(walker: Walker, words: str) -> None:
    walker.paper.actions[0] = Agreed(words, walker.owner.email, walker.by_then)


def _says_action(walker: Walker, words: str) -> Inputs:
    return {"text": f"{words}; {walker.owner.email}; {walker.by_then.isoformat()}"}


def _puts_below(walker: Walker, words: str) -> None:
    summary = walker.paper.answers["summary"]
    walker.paper.answers["summary"] = {**summary, "strengths": f"{summary['strengths']}\n\n{words}"}


_PLANS, _AT_REVIEW = _into("domain_plans", "evidence", rating="Outstanding"), Before("review")

STEPS: tuple[Place, ...] = (
    Place(
        "who was involved",
        Before("involved"),
        words=("attempted", "not_attempted"),
        **_into("involved", "parent", **_EVERYBODY),
    ),
    _step("reasons", "involved_why", "parent", SHORT),
    *(_step(title, step, "evidence", rating="Good") for step, title in DOMAINS.items()),
    _step("why not graded", "domain_meetings", "evidence", rating="Not Graded"),
    _step("family feedback", "family_feedback", "child_words", SHORT, child_sentiment="mixed"),
    _step("summary", "summary", "areas", strengths="A warm start."),
    _choice("overall grade", "overall", "rating", ("Good", "Outstanding")),
    _choice("at risk", "at_risk", "at_risk", ("yes", "no"), overall={"rating": "Requires Improvement"}),
    Place(
        "category",
        Before("category", answers={"overall": {"rating": "Inadequate"}}),
        longest=LONG,
        **_into("category", "what", category="2"),
    ),
)
BESIDE: tuple[Place, ...] = (
    Place("start", Before(""), "Start audit", comes=_my_audits, words=()),
    Place("back", Before("domain_plans"), "Back", longest=LONG, **_PLANS),
    Place("save and finish later", Before("domain_plans"), "Save and finish later", longest=LONG, **_PLANS),
    Place("jump", _AT_REVIEW, "Change: Quality of Plans", words=()),
    Place("change from the review", _AT_REVIEW, "Review", comes=_reviews, longest=LONG, **_PLANS),
    Place(
        "contact attempt in one tap",
        Before("involved_why", is_open=False),
        "Parent or carer: tried today",
        writes=_taps,
        words=(),
    ),
    Place(
        "contact attempt",
        Before("involved_why", is_open=False),
        "Save attempt",
        comes=_by("Note a contact attempt"),
        given=_tries,
        writes=_tried,
        longest=RESULT,
        adds=True,
    ),
    Place(
        "contact attempt removed",
        Before("involved_why", is_open=False, attempts=2),
        "Remove",
        comes=_by("Note a contact attempt"),
        writes=lambda walker, _words: walker.paper.attempts.__delitem__(0),
        words=(),
    ),
    Place(
        "likely name",
        Before("domain_voice"),
        "Use it as it is",
        comes=_asked_about_a_name,
        words=("Kayleigh drew her week.", "Kayleigh drew each month."),
        **_into("domain_voice", "evidence", rating="Good"),
    ),
    Place(
        "immediate concern",
        Before("domain_plans", is_open=False),
        "Raise it now",
        comes=_by("Raise immediate concern"),
        given=lambda _walker, words: {"in_what": words},
        writes=lambda walker, words: walker.paper.concerns.append(words),
        longest=LONG,
        adds=True,
    ),
)
ACTIONS: tuple[Place, ...] = (
    Place(
        "action added",
        Before("actions"),
        "Save action",
        comes=_by("Add action"),
        given=_asks,
        writes=_agrees,
        longest=SHORT,
        adds=True,
    ),
    Place(
        "action changed",
        Before("actions", actions=2),
        "Save action",
        comes=_by("Change: action 1"),
        given=_asks,
        writes=_agrees_anew,
        longest=SHORT,
    ),
    Place(
        "action removed",
        Before("actions", actions=2),
        "Remove: action 1",
        writes=lambda walker, _words: walker.paper.actions.__delitem__(0),
        words=(),
    ),
)
TYPED: tuple[Place, ...] = (
    Place(
        "typed answer",
        Before("domain_plans"),
        "",
        longest=LONG,
        **{**_PLANS, "given": lambda _walker, words: {"text": f"outstanding: {words}"}},
    ),
    Place("typed action", Before("actions"), "", given=_says_action, writes=_agrees, longest=SHORT),
    Place(
        "typed text put in its place",
        Before("summary", is_open=False),
        "Put it there",
        comes=_asked_where,
        given=lambda _walker, words: {"in_text": words, "in_where": "summary|strengths"},
        writes=_puts_below,
        longest=LONG,
        adds=True,
    ),
)
RETURNS: tuple[Place, ...] = (
    Place("return", _AT_REVIEW, "Return audit", words=()),
    Place("reopening", _AT_REVIEW, "Reopen", first=hands_in, comes=_my_audits, words=()),
    Place("change after reopening", _AT_REVIEW, "Review", first=_reopened, comes=_reviews, longest=LONG, **_PLANS),
    Place("second return", _AT_REVIEW, "Return audit", first=_reopened, words=()),
    Place("return after it was sent back", _AT_REVIEW, "Return audit", first=_sent_back, words=()),
)
PLACES: Mapping[str, Place] = {place.name: place for place in (*STEPS, *BESIDE, *ACTIONS, *TYPED, *RETURNS)}
