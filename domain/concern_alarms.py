"""When an alarm goes up the line (DOMAIN, category 1): unacknowledged by a person and their deputy for some hours.

An alarm goes to several people, each with a chain of their own: the person, whoever is above them, whoever is above
those. An acknowledgement by anybody in a chain, or by a deputy of theirs, ends that chain and no other: each of those
whom DOMAIN names has to know. Until then everybody in it is alarmed again each time that the hours have passed, and
with each time the chain goes one step further up.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.chasing_facts import Known, up_the_line


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a chain has reached by now.

    Attributes:
        round: how often the hours have passed.
        people: the chain from its first person up, without deputies.
        is_at_its_end: whether it should have gone further up, and there is nobody.
    """

    round: int
    people: tuple[int, ...]
    is_at_its_end: bool


def reached(first: int, at: datetime, now: datetime, hours: int, people: Mapping[int, Known]) -> Reached:
    """The chain of somebody who was alarmed at an instant, as far as it has gone up by now.

    Alarmed at 03:00 and asked every two hours, it has gone one step up at 05:00 and two at 07:00. Hours are real ones,
    whatever London's clocks show: alarmed at 00:30 in the night in which they go back, it goes up when they show 01:30
    for the second time.

    Args:
        first: the person.
        at: when the alarm was raised, an aware instant.
        now: an aware instant.
        hours: after how many hours it goes up (setting `alarm_again_hours`).
        people: everybody, with those above them who work here.
    """
    round_ = max(0, int((now - at) / timedelta(hours=hours)))
    chain = [first]
    for _ in range(round_):
        above = _above(chain[-1], people)
        if above is None or above in chain:
            return Reached(round_, tuple(chain), is_at_its_end=True)
        chain.append(above)
    return Reached(round_, tuple(chain), is_at_its_end=False)


def _above(person_id: int, people: Mapping[int, Known]) -> int | None:
    known = people.get(person_id)
    return None if known is None else up_the_line(known)


def to_alarm(chain: Sequence[int], deputies: Mapping[int, Collection[int]], people: Mapping[int, Known]) -> list[int]:
    """Those of a chain and their deputies who work here, each once."""
    wanted = dict.fromkeys(one for person_id in chain for one in (person_id, *deputies.get(person_id, ())))
    return [one for one in wanted if one in people and people[one].is_here]
