"""What a text can come out as: a query, choices to ask back with, or a refusal."""

from dataclasses import dataclass

from metrics.query import Query


@dataclass(frozen=True, slots=True)
class Understood:
    """A query, and whether it goes on from the one before.

    Attributes:
        goal: a percentage that the figure is held against ("are we hitting 90%?").
        asks_definition: what is asked is how the figure is counted, or what is behind it.
    """

    query: Query
    goes_on: bool = False
    goal: int | None = None
    asks_definition: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that could mean several things, or not enough.

    Attributes:
        why: `several` or `metric` (choices: metric ids), `name` (choices: "dimension:value"), `breakdown` (choices: the
            metric's id, the dimension it hasn't, those it has), `excluded`, `either`, `compared` (one side is
            not said), `raised` (the figure goes by the month raised, not by when it ended), `day`, `period`, `follow`.
        text: what was asked back about; hand the `Unclear` over as `previous`, and a short answer completes it.
    """

    why: str
    choices: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """A text that no figure answers: its kind, and words of it that nobody knows."""

    kind: str
    unknown: tuple[str, ...] = ()


Outcome = Understood | Unclear | OutOfScope
