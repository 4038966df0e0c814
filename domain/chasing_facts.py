"""What a decision about chasing rests on, and what it gives: facts of a London day in, lines that are owed out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.ladder import ItemKind, Party

Key = tuple[ItemKind, int]


class HoldReason(StrEnum):
    """Why nothing is said about an item for a while."""

    NEED_UNTIL = "need_until"
    MORE_TIME = "more_time"
    BLOCKED = "blocked"
    NOT_MINE = "not_mine"
    CONFLICT = "conflict"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is open and has a day from which its ladder counts.

    Attributes:
        owner_id: its auditor, its owner, or whoever has to approve it.
        due_on: the day that the rungs count from: the second due day of an audit that was sent back, the day of the
            outcome of one that is not on the child's record, the day of asking of what waits for an answer.
        is_exempt: its auditor is exempt for its month, which silences its ladder.
        asker_id: who asked for what waits for approval: nobody is asked to approve their own.
    """

    kind: ItemKind
    id: int
    owner_id: int
    due_on: date
    is_exempt: bool = False
    asker_id: int | None = None

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Known:
    """A person, and those above them who work here today; None where there is nobody."""

    id: int
    line_manager_id: int | None = None
    head_id: int | None = None
    team_id: int | None = None
    is_here: bool = True


@dataclass(frozen=True, slots=True)
class Hold:
    """That nothing is said about an item up to and including a day; to one person only, where it names them."""

    key: Key
    until: date
    why: HoldReason
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody was told of an item, as what they are to it, with a rung that was reached on a day."""

    key: Key
    due_on: date
    person_id: int
    party: Party
    reached_on: date


@dataclass(frozen=True, slots=True)
class Stops:
    """Whom QA has stopped chasing."""

    everybody: bool = False
    people: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

    def cover(self, person: Known) -> bool:
        """Whether a person is not chased, nor anybody about what they have in hand."""
        return self.everybody or person.id in self.people or person.team_id in self.teams


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision rests on, as it stands on its day.

    Attributes:
        away: who is on leave.
        deputies: by person, who gets what needs their answer today.
        has_overdue_actions: whether any action at all is overdue.
    """

    items: tuple[Item, ...] = ()
    people: Mapping[int, Known] = field(default_factory=dict)
    told: frozenset[Told] = frozenset()
    holds: tuple[Hold, ...] = ()
    away: frozenset[int] = frozenset()
    deputies: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    stops: Stops = Stops()
    directors: tuple[int, ...] = ()
    has_overdue_actions: bool = False


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A line of somebody's digest.

    Attributes:
        party: what the person is to the item, which is why they are told.
        rung: the rung that owes it, reached on `reached_on`.
        missed: earlier rungs that nobody was there to send; they lapse.
    """

    key: Key
    due_on: date
    person_id: int
    party: Party
    rung: str
    reached_on: date
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untold:
    """That a rung tells somebody above a person, and there is nobody: a task for QA."""

    owner_id: int
    party: Party


@dataclass(frozen=True, slots=True)
class Withheld:
    """A line that a rung would owe and that nobody gets; `reason` is a code of `domain.chasing_recheck`."""

    line: OwedLine
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is owed.

    Attributes:
        digests: by person, the lines of their one digest.
        untold: what QA must hear instead.
        withheld: what leave, an exemption, a stop or a pause holds back: the ledger says so.
        looks: by item, the next day on which its ladder may owe anything; None for never, as things stand.
    """

    digests: Mapping[int, tuple[OwedLine, ...]] = field(default_factory=dict)
    untold: frozenset[Untold] = frozenset()
    withheld: tuple[Withheld, ...] = ()
    looks: Mapping[Key, date | None] = field(default_factory=dict)


def up_the_line(person: Known) -> int | None:
    """Who is up the line from a person: their line manager, else their team's head of service; never themself."""
    above = (person.line_manager_id, person.head_id)
    return next((one for one in above if one is not None and one != person.id), None)


def head_of_service(person: Known) -> int | None:
    """The head of service over a person's team; over a head of service, whoever is up the line from them."""
    return person.head_id if person.head_id not in {None, person.id} else _above_a_head(person)


def _above_a_head(person: Known) -> int | None:
    return up_the_line(person) if person.head_id == person.id else None
