"""The one card a day with everything that waits for a person, or for those they lead; however long, it fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, button_rows, buttons, card, execute, facts, gist, said
from cards.verbs import DAY, FIRST, GROUP, Verb
from domain.calendar import spoken_day

# A card may have 80 KB, and a line with its buttons takes up to four of them.
SHOWN_IN_ALL = 16
SHOWN_OF_ONE = 16
# As much of an action as tells it from its neighbours; its own card has all of it.
LONGEST_WORDS = 200
_SERVICES = 40


class Group(StrEnum):
    """The parts of a digest, in their order."""

    OWN_CONCERNS = "own_concerns"
    OWN_AUDITS = "own_audits"
    OWN_ACTIONS = "own_actions"
    APPROVALS = "approvals"
    RECORDS = "records"
    SURVEYS = "surveys"
    PEOPLES_CONCERNS = "peoples_concerns"
    PEOPLES_AUDITS = "peoples_audits"
    PEOPLES_ACTIONS = "peoples_actions"
    SERVICE_CONCERNS = "service_concerns"
    SERVICE_AUDITS = "service_audits"
    SERVICE_ACTIONS = "service_actions"


TITLES: Mapping[Group, str] = {
    Group.OWN_CONCERNS: "Children of concern",
    Group.OWN_AUDITS: "Your audits",
    Group.OWN_ACTIONS: "Your actions",
    Group.APPROVALS: "Requests for an exemption",
    Group.RECORDS: "For the child's record",
    Group.SURVEYS: "What an audit has changed",
    Group.PEOPLES_CONCERNS: "Children of concern with people you manage",
    Group.PEOPLES_AUDITS: "Audits of people you manage",
    Group.PEOPLES_ACTIONS: "Actions of people you manage",
    Group.SERVICE_CONCERNS: "Children of concern in your service",
    Group.SERVICE_AUDITS: "Audits in your service",
    Group.SERVICE_ACTIONS: "Actions in your service",
}


# What its reader has in hand, and may put off for themself.
_OWN = frozenset({Group.OWN_AUDITS, Group.OWN_ACTIONS, Group.RECORDS})
_NOT_TODAY = Button("Not today", Verb.NOT_TODAY, sends_inputs=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a digest.

    Attributes:
        name: what it is called: an audit's reference, or whose action it is.
        words: an action's own words; empty for an audit.
        due: when it is or was due, as a sentence.
        standing: what became of it since it was sent, or until when it is put off; else empty.
        answers: what answers it where it stands.
    """

    group: Group
    name: str
    due: str
    words: str = ""
    standing: str = ""
    answers: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class RollUpLine:
    """How the actions of a service's audits stand."""

    service: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest as its person sees it: `entries` are the oldest first; `roll_up` is for directors."""

    day: date
    entries: Sequence[Entry]
    qa_contact: str
    roll_up: Sequence[RollUpLine] = ()


def _entry(entry: Entry, card_id: str) -> Container:
    words = [gist(_cut(entry.words))] if entry.words else []
    items: list[CardElement] = [said(entry.name, bold=True), *words, said(entry.due, quiet=True)]
    items += [said(entry.standing)] if entry.standing else []
    items += button_rows(card_id, entry.answers)
    return Container(separator=True, items=items)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS].rstrip()}…"


def _by_group(entries: Sequence[Entry]) -> dict[Group, list[Entry]]:
    found = {group: [entry for entry in entries if entry.group is group] for group in Group}
    return {group: some for group, some in found.items() if some}


def _rest(view: DigestView, group: Group, start: int) -> Button:
    data = {DAY: view.day.isoformat(), GROUP: group.value, FIRST: start}
    return Button(
        "Show the rest", Verb.DIGEST_REST, data, sends_inputs=False, tooltip=f"Show the rest: {TITLES[group]}"
    )


def _group(view: DigestView, group: Group, entries: Sequence[Entry], room: int, card_id: str) -> list[CardElement]:
    shown = entries[:room]
    body: list[CardElement] = [said(f"{TITLES[group]} ({len(entries):,})", bold=True)]
    body += [_entry(entry, card_id) for entry in shown]
    if len(entries) > len(shown):
        more = len(entries) - len(shown)
        body += [said(f"And {more:,} more."), buttons(card_id, _rest(view, group, room))]
    return body


def _roll_up(lines: Sequence[RollUpLine]) -> list[CardElement]:
    """The services' overdue actions; the card has room for so many services, and the others are counted together."""
    if not lines:
        return []
    pairs = [(line.service, _how_many([line])) for line in lines[:_SERVICES]]
    others = lines[_SERVICES:]
    pairs += [(f"{len(others):,} more services", _how_many(others))] if others else []
    return [said("Actions from audits, by service", bold=True), facts([*pairs, ("All services", _how_many(lines))])]


def _how_many(lines: Sequence[RollUpLine]) -> str:
    return f"{sum(line.overdue for line in lines):,} overdue of {sum(line.open for line in lines):,} open"


def digest_card(view: DigestView, card_id: str) -> AdaptiveCard:
    """Everything that one person is told of today."""
    groups = _by_group(view.entries)
    rooms = _rooms({group: len(entries) for group, entries in groups.items()})
    body: list[CardElement] = [said(_opening(view))]
    for group, entries in groups.items():
        body += _group(view, group, entries, rooms[group], card_id)
    body += _roll_up(view.roll_up)
    is_open = any(entry.group in _OWN and not entry.standing for entry in view.entries)
    actions = [execute(_NOT_TODAY, card_id)] if is_open else []
    return card(f"For {spoken_day(view.day)}", body, actions, fallback=_fallback(view, groups))


def _rooms(counts: Mapping[Group, int]) -> dict[Group, int]:
    """How many lines of each group are shown: what the short ones leave over goes to the longer ones.

    Of 1, 2 and 40 lines, 1, 2 and 13 are shown.
    """
    left, rooms = SHOWN_IN_ALL, dict.fromkeys(counts, 0)
    for place, group in enumerate(sorted(counts, key=lambda one: counts[one])):
        rooms[group] = min(counts[group], left // (len(counts) - place))
        left -= rooms[group]
    return rooms


def _opening(view: DigestView) -> str:
    if not view.entries:
        return "Here is how the actions from audits stand this month."
    return (
        "This is what is open at the moment, the oldest first. If something stands in the way, "
        f"tell {view.qa_contact}: they can help."
    )


def _fallback(view: DigestView, groups: Mapping[Group, Sequence[Entry]]) -> str:
    counts = [f"{TITLES[group]}: {len(entries):,}." for group, entries in groups.items()]
    roll_up = ["How the actions of each service stand."] if view.roll_up else []
    return " ".join([f"What is open on {spoken_day(view.day)}.", *counts, *roll_up, "Type 'digest' to see it."])


def rest_card(view: DigestView, group: Group, start: int, card_id: str) -> AdaptiveCard:
    """The lines of one group from the `start`th on, with a way on where there are more, and back to the whole."""
    entries = [entry for entry in view.entries if entry.group is group]
    shown = entries[start : start + SHOWN_OF_ONE]
    end = start + len(shown)
    place = f"{start + 1:,} to {end:,} of {len(entries):,}." if shown else "There is no more of these."
    wanted = [_rest(view, group, end)] if end < len(entries) else []
    wanted.append(Button("Back to the list", Verb.DIGEST, {DAY: view.day.isoformat()}, sends_inputs=False))
    return card(
        TITLES[group],
        [said(place), *(_entry(entry, card_id) for entry in shown)],
        [execute(button, card_id) for button in wanted],
        fallback=f"{TITLES[group]}: {place} Type 'digest' to see all of today's list.",
    )


def nothing_card() -> AdaptiveCard:
    """That there is no digest to show."""
    words = "Nothing has been sent to you so far. Type 'my audits' to see what is yours."
    return card("Nothing waits for you", [said(words)], fallback=words)
