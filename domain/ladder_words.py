"""The ladder in words, and changed a line at a time: nobody in chat reads or writes its stored text."""

from collections.abc import Mapping

from domain.ladder import WEEKDAYS, Every, ItemKind, Ladder, Party, Rung, read_ladder

KINDS: Mapping[ItemKind, str] = {
    ItemKind.RETURN: "Audits to be returned",
    ItemKind.ACTION: "Actions",
    ItemKind.UPLOAD: "Audits not yet on the child's record",
    ItemKind.APPROVAL: "Requests that wait for an answer",
    ItemKind.SURVEY: "Questions after an audit",
    ItemKind.CONCERN: "Responses to children of concern",
}
_COUNTS_FROM: Mapping[ItemKind, str] = {
    ItemKind.RETURN: "the due day",
    ItemKind.ACTION: "the due day",
    ItemKind.UPLOAD: "the outcome",
    ItemKind.APPROVAL: "the day of asking",
    ItemKind.SURVEY: "the day of asking",
    ItemKind.CONCERN: "the due day of the response",
}
_TELLS: Mapping[ItemKind, Mapping[Party, str]] = {
    ItemKind.RETURN: {Party.OWNER: "the auditor"},
    ItemKind.UPLOAD: {Party.OWNER: "the auditor"},
    ItemKind.ACTION: {Party.OWNER: "whoever does it"},
    ItemKind.APPROVAL: {Party.OWNER: "whoever answers it"},
    ItemKind.SURVEY: {Party.OWNER: "whoever was asked"},
    ItemKind.CONCERN: {Party.OWNER: "the team manager"},
}
_ABOVE: Mapping[Party, str] = {
    Party.UP_THE_LINE: "their manager",
    Party.HEAD_OF_SERVICE: "the head of service",
    Party.DIRECTORS: "the directors",
}
# Whom a line may tell, in the order in which a form offers them.
CHOICES: tuple[tuple[Party, ...], ...] = (
    (Party.OWNER,),
    (Party.OWNER, Party.UP_THE_LINE),
    (Party.OWNER, Party.UP_THE_LINE, Party.HEAD_OF_SERVICE),
    (Party.UP_THE_LINE,),
    (Party.UP_THE_LINE, Party.HEAD_OF_SERVICE),
    (Party.HEAD_OF_SERVICE,),
    (Party.DIRECTORS,),
)


def tells_words(kind: ItemKind, tells: tuple[Party, ...]) -> str:
    """Whom a line tells: "the auditor, their manager and the head of service"."""
    names = [{**_ABOVE, **_TELLS[kind]}[party] for party in tells]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def rung_words(kind: ItemKind, rung: Rung) -> str:
    """A line of the ladder: "5 working days after the due day: the auditor and their manager"."""
    return f"{_when(kind, rung)}: {tells_words(kind, rung.tells)}"


def _when(kind: ItemKind, rung: Rung) -> str:
    if rung.at is not None:
        side = "after" if rung.at > 0 else "before"
        return f"{_count(abs(rung.at))} {side} {_COUNTS_FROM[kind]}"
    if rung.every is Every.MONTH:
        return "Each month"
    often = "Each working day" if rung.every is Every.DAY else "Each week"
    return f"{often}, from {_count(rung.start)} after {_COUNTS_FROM[kind]} on"


def _count(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"


def _written(rung: Rung) -> str:
    tells = ", ".join(f'"{party}"' for party in rung.tells)
    if rung.at is not None:
        return f"{{at = {rung.at}, tells = [{tells}]}}"
    if rung.every is Every.MONTH:
        return f'{{every = "month", tells = [{tells}]}}'
    return f'{{every = "{rung.every}", from = {rung.start}, tells = [{tells}]}}'


def written_ladder(weekday: int, rungs: Mapping[ItemKind, tuple[Rung, ...]]) -> Ladder:
    """The ladder of these lines.

    Raises:
        ValueError: they make no ladder, such as one without a line; the text says what to write.
    """
    parts = [f'weekday = "{WEEKDAYS[weekday]}"']
    for kind in KINDS:
        lines = "".join(f"    {_written(rung)},\n" for rung in rungs[kind])
        parts.append(f"{kind} = [\n{lines}]")
    return read_ladder("\n".join(parts) + "\n")


def with_rung(ladder: Ladder, kind: ItemKind, place: int | None, rung: Rung | None) -> Ladder:
    """The ladder with one line changed, taken out (`rung` is None), or put in (`place` is None).

    Raises:
        ValueError: what is left is no ladder.
    """
    lines = list(ladder.rungs[kind])
    if place is None and rung is not None:
        lines.append(rung)
    elif place is not None:
        lines[place : place + 1] = [rung] if rung is not None else []
    ordered = sorted(lines, key=lambda one: (one.at is None, one.at or 0, one.start))
    return written_ladder(ladder.weekday, {**ladder.rungs, kind: tuple(ordered)})
