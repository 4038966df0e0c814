"""What people do of their own accord: go through an audit, answer what is asked, press what is out of date."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from simulation.cards import Button, buttons, filled, heading, inputs
from simulation.facts import Reader
from simulation.people import Person, Seen, WentWrongError

# On a form these lead on, the first that is there; everything else is a way aside.
ONWARD = ("Return audit", "Review", "Next", "Save action", "Send", "Save")
ASIDE = ("Raise immediate concern", "Back", "Cancel", "Save and finish later", "Show the rest", "Back to the list")
BEGIN = ("Start audit", "Continue audit")
WORDS = (
    *("help", "digest", "my audits", "my actions", "my team's actions", "continue", "qa tasks", "my leave"),
    *("who is away", "who is not being chased", "how many audits were returned this month?"),
    *("I'm on leave today", "I'm on leave {first} to {last}", "I'm back", "I'm off sick", "who did not get theirs?"),
    *("stop chasing everybody because an inspection is on", "start chasing everybody"),
)
# What would change the council's own rules, which the model does not read.
SETTINGS = frozenset({"set_policy", "change_rung"})
LONGEST_WALK = 40


def _is_setting(button: Button) -> bool:
    return button.carried.get("verb") in SETTINGS


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(slots=True)
class Kept:
    """What the service said it had kept.

    Attributes:
        texts: texts of audits' steps, which must be found again for ever.
        returned: audits, by row, that were receipted as returned.
    """

    texts: dict[str, str] = field(default_factory=dict)
    returned: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Habits:
    """How people spend their minutes.

    Args:
        today: the London day.
        reader: the store, to see that what was said to be kept is there.
        kept: gathers what that was.
    """

    today: Callable[[], date]
    reader: Reader
    kept: Kept
    numbers: Iterator[int]

    async def audits(self, person: Person, *, to_the_end: bool) -> None:
        """Go on with an audit, for some steps or to its return."""
        seen = await person.says("my audits")
        begin = [one for one in buttons(seen.card) if one.title in BEGIN] if seen else []
        if seen is None or not begin:
            return
        seen = await person.presses(seen, person.random.choice(begin), {})
        for _ in range(LONGEST_WALK if to_the_end else person.random.randrange(1, 6)):
            if seen is None or not (step := self._way_on(person, seen)):
                return
            await asyncio.sleep(person.random.uniform(0.2, 2))
            seen = await self._step(person, seen, step)

    def _way_on(self, person: Person, seen: Seen) -> Button | None:
        known = {one.title: one for one in buttons(seen.card)}
        if "Add action" in known and person.random.random() < 0.3:
            return known["Add action"]
        return next((known[title] for title in ONWARD if title in known), None)

    async def _step(self, person: Person, seen: Seen, button: Button) -> Seen | None:
        typed = filled(seen.card, person.random, next(self.numbers), self.today())
        after = await person.presses(seen, button, typed)
        if after is None or after.text or "⚠" in after.words:
            return after if after and not after.text and person.random.random() < 0.5 else None
        if after.heading != seen.heading:
            self._note_kept(seen, button, typed, after)
        return after

    def _note_kept(self, seen: Seen, button: Button, typed: dict[str, str], after: Seen) -> None:
        audit = button.carried.get("audit", "")
        if after.heading == "Audit returned" and button.title == "Return audit":
            self._is_returned(int(audit))
        if button.title in {"Next", "Review"} and after.heading != "Audit returned":
            texts = [value for key, value in typed.items() if value.startswith("note ") and key != "in_what"]
            self._are_stored(str(audit), texts, seen)

    def _is_returned(self, audit: int) -> None:
        self.kept.returned.add(audit)
        rows = self.reader.rows("SELECT returned_on FROM allocation WHERE id = ?", audit)
        if not rows or not rows[0][0]:
            message = f"audit {audit} was receipted as returned, and is not"
            raise WentWrongError(message)

    def _are_stored(self, audit: str, texts: list[str], seen: Seen) -> None:
        answers = self.reader.rows("SELECT answers FROM audit_answer_revision WHERE allocation_id = ?", int(audit))
        stored = "\n".join(row[0] for row in answers)
        found = [text for text in texts if text in stored]
        self.kept.texts |= dict.fromkeys(found, audit)
        if texts and not found:
            message = f"'{texts[0]}' was taken on '{seen.heading}' of audit {audit}, and is not stored"
            raise WentWrongError(message)

    async def answers_digest(self, person: Person) -> None:
        """Press something on the latest digest, and fill in what is asked then."""
        mine = [one for one in person.cards if one.heading.startswith("For ")]
        if not mine:
            return
        seen: Seen | None = mine[-1]
        choice = buttons(mine[-1].card)
        if not choice:
            return
        await self._answers(person, seen, person.random.choice(choice))

    async def acknowledges(self, person: Person) -> bool:
        """Say that they have the latest alarm that came to them; whether there was one to answer."""
        alarms = [one for one in person.cards if any(button.title == "Acknowledge" for button in buttons(one.card))]
        if not alarms:
            return False
        seen = alarms[-1]
        await person.presses(seen, next(one for one in buttons(seen.card) if one.title == "Acknowledge"), {})
        return True

    async def presses_anything(self, person: Person) -> None:
        """Press a button of a card that may be long out of date."""
        if not person.cards:
            return
        seen = person.random.choice(person.cards)
        choice = [one for one in buttons(seen.card) if not _is_setting(one)]
        if choice:
            await self._answers(person, seen, person.random.choice(choice))

    async def _answers(self, person: Person, seen: Seen | None, button: Button) -> None:
        for _ in range(4):
            if seen is None:
                return
            typed = filled(seen.card, person.random, next(self.numbers), self.today())
            after = await person.presses(seen, button, typed)
            if after is None or after.text or not inputs(after.card) or heading(after.card) == seen.heading:
                return
            onward = [one for one in buttons(after.card) if one.title not in {*ASIDE, *BEGIN} and not _is_setting(one)]
            if not onward:
                return
            seen, button = after, onward[0]
            await asyncio.sleep(person.random.uniform(0.2, 2))

    async def says_something(self, person: Person) -> None:
        """Type one of the commands, or ask for a figure."""
        first = self.today() + timedelta(days=person.random.randrange(10))
        last = first + timedelta(days=person.random.randrange(12))
        said = person.random.choice(WORDS)
        await person.says(said.format(first=_day(first), last=_day(last)))

    async def meddles(self, person: Person, other: Person) -> None:
        """Press a button of somebody else's card: it must change nothing of theirs."""
        theirs = [one for one in other.cards if buttons(one.card)]
        if not theirs or other is person:
            return
        seen = person.random.choice(theirs)
        button = person.random.choice(buttons(seen.card))
        if not str(button.carried.get("audit", "")).isdigit():
            return
        audit = int(button.carried["audit"])
        statement = "SELECT * FROM allocation WHERE id = ? AND auditor_id <> (SELECT id FROM person WHERE email = ?)"
        before = [tuple(row) for row in self.reader.rows(statement, audit, person.who.email)]
        typed = filled(seen.card, person.random, next(self.numbers), self.today())
        await person.presses(seen, button, typed)
        after = [tuple(row) for row in self.reader.rows(statement, audit, person.who.email)]
        if before != after and "qa" not in person.who.roles:
            message = f"{person.who.email} changed audit {audit}, which is not theirs, with '{button.title}'"
            raise WentWrongError(message)
