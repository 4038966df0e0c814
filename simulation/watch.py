"""What must always hold, held against what happens: at each call, after each pass, and of everything once a day."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from simulation import expected
from simulation.cards import heading, words
from simulation.days import day_in_london, is_open
from simulation.facts import Facts, Line, Reader
from simulation.habits import Kept
from simulation.people import CARD
from simulation.post import Post, instant
from simulation.teams import Arrival, Teams

REFERENCE = re.compile(r"CS-\d{5}")
# A message is judged when it is made; it may be on its way for a little while.
ON_ITS_WAY = timedelta(seconds=30)
# An alarm that nobody has acknowledged goes again every two hours, and late where the service did not run just then.
BETWEEN_ALARMS = timedelta(minutes=10)
# Tables to which rows are only added, with their keys as an erasure names them.
APPEND_ONLY = {
    **dict.fromkeys(("allocation_transition", "allocation_act", "action_transition", "event"), "id"),
    "audit_answer_revision": "allocation_id || '/' || step || '/' || revision",
}

# Audits whose words have been kept for as long as they may be.
ERASED = "SELECT a.id FROM allocation a JOIN case_record c ON c.id = a.case_id WHERE c.case_ref LIKE 'erased-%'"


def card_of(activity: Mapping[str, Any]) -> Mapping[str, Any]:
    """The card of a message; empty where there is none."""
    cards = [one["content"] for one in activity.get("attachments", ()) if one["contentType"] == CARD]
    return cards[0] if cards else {}


def is_alarm(activity: Mapping[str, Any]) -> bool:
    """Whether a message is an alarm, which may come at any hour."""
    return activity.get("importance") == "high"


@dataclass(slots=True)
class Watch:
    """Watches over a run.

    Args:
        teams: what arrives.
        reader: what is stored.
        now: the instant.

    Attributes:
        lines: how many lines of digests were held against the model.
        post: holds the outbox against what Teams saw.
        faults: what did not hold, in sentences. Nothing is raised: the service would take it for its own trouble.
    """

    teams: Teams
    reader: Reader
    now: Callable[[], datetime]
    faults: list[str] = field(default_factory=list)
    lines: int = 0
    _seen: int = 0
    _decided: date | None = None
    post: Post = field(init=False)
    _prints: dict[tuple[str, str], bool] = field(default_factory=dict)
    _alarms: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _set_out: dict[tuple[str, str], list[datetime]] = field(default_factory=dict)
    _digests: dict[tuple[str, str], bool] = field(default_factory=dict)
    _history: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.post = Post(self.teams, self.reader, self.now, self._wrong)

    def _wrong(self, what: str) -> None:
        self.faults.append(what)

    # At each call.

    def on_call(self, activity: Mapping[str, Any], object_id: str, *, is_reply: bool) -> None:
        """A message is about to go: is it the time for it, is it owed, does it give anything away?"""
        summary = f"{activity.get('summary', '')} {card_of(activity).get('fallbackText', '')}"
        if REFERENCE.search(summary):
            self._wrong(f"a notification names a case: {summary}")
        if len(json.dumps(card_of(activity)).encode()) > 80_000:
            self._wrong(f"a card is larger than Teams takes: {heading(card_of(activity))}")
        if is_alarm(activity):
            self._set_out.setdefault((object_id, words(card_of(activity))), []).append(self.now())
        if is_reply or is_alarm(activity):
            return
        if not is_open(self.now()) and not is_open(self.now() - ON_ITS_WAY):
            self._wrong(f"'{activity.get('summary')}' goes out at {self.now().isoformat()}")
        facts = self.reader.facts(day_in_london(self.now()))
        person = next((one.id for one in facts.people.values() if one.object_id.lower() == object_id.lower()), None)
        if person is None or not facts.is_here(person):
            gone = "nobody known" if person is None else f"{facts.people[person].email}, who left"
            self._wrong(f"'{activity.get('summary')}' goes to {gone}")
            return
        if heading(card_of(activity)).startswith("For "):
            self._digest_goes(card_of(activity), person, facts)

    def _digest_goes(self, card: Mapping[str, Any], person: int, facts: Facts) -> None:
        lines = self.reader.decided(facts.today, person)
        going = {line for line, status in lines.items() if status in {"owed", "sent", "acted"}}
        for line in going:
            if why := expected.why_not_now(line, facts):
                self._wrong(f"{line} goes to {facts.people[person].email}, though {why}")
        for line in set(lines) - going:
            if not expected.why_not_now(line, facts):
                self._wrong(f"{line} was left out of the digest of {facts.people[person].email}, and is owed")
        self._names_them(words(card), going, facts)

    def _names_them(self, read: str, going: set[Line], facts: Facts) -> None:
        known = {facts.items[key].known_as for key in facts.items if any((ln.kind, ln.subject) == key for ln in going)}
        if "Show the rest" in read:
            return
        missing = [name for name in known if name not in read]
        if missing:
            self._wrong(f"a digest does not name {missing}, which it owes: {read}")

    # Around each unit of work.

    @contextmanager
    def around(self) -> Iterator[None]:
        """Hold a pass of chasing, where this unit is one, against what the model owed right before it."""
        today, is_time = day_in_london(self.now()), is_open(self.now())
        if not is_time or today == self._decided or self.reader.is_decided(today):
            self._decided = today if is_time else self._decided
            yield
            return
        facts = self.reader.facts(today)
        self.reader.told(facts, today)
        owed = expected.owed(facts)
        yield
        if self.reader.is_decided(today):
            self._check_pass(today, owed)

    def _check_pass(self, today: date, owed: set[Line]) -> None:
        self._decided = today
        decided = set(self.reader.decided(today))
        self.lines += len(owed)
        if decided != owed:
            more, less = sorted(decided - owed)[:5], sorted(owed - decided)[:5]
            self._wrong(f"the pass of {today} owes {more}, which is not owed, and lacks {less}, which is")

    # After each step.

    def check_arrivals(self) -> None:
        """Nothing comes twice but where it was not known whether it had come; one digest a person a day."""
        for one in self.teams.arrived[self._seen :]:
            if is_alarm(one.activity):
                self._check_alarm(one)
            elif not (one.is_reply or one.is_file):
                self._check_once(one)
        self._seen = len(self.teams.arrived)

    def _check_alarm(self, one: Arrival) -> None:
        mark = (one.object_id, words(card_of(one.activity)))
        last = self._alarms.get(mark)
        if last is not None and one.at - last < BETWEEN_ALARMS and not self._was_owed_since(one, mark, last):
            self._wrong(f"the same alarm twice within {one.at - last}, and the first was no doubt there: {mark[1]}")
        if one.is_told:
            self._alarms[mark] = one.at

    def _was_owed_since(self, one: Arrival, mark: tuple[str, str], last: datetime) -> bool:
        """Whether it was owed when the one before, held up until then, was on its way already: nobody could know."""
        owed = self.reader.rows("SELECT created_at FROM outbox WHERE channel_activity_id = ?", one.id)
        set_out = max((at for at in self._set_out.get(mark, ()) if at < last), default=last)
        return bool(owed) and instant(owed[0]["created_at"]) >= set_out

    def _check_once(self, one: Arrival) -> None:
        card = card_of(one.activity)
        if heading(card).startswith("For "):
            day = (one.object_id, heading(card))
            if day in self._digests:
                self._wrong(f"a second digest of a day: {heading(card)}")
            self._digests[day] = one.is_told
        said = f"{one.activity.get('text', '')}\n{words(card)}"
        mark = (one.object_id, sha256(said.encode()).hexdigest())
        if self._prints.get(mark):
            self._wrong(f"the same message twice: {said}")
        self._prints[mark] = one.is_told

    # Once a day.

    def check_day(self, *, is_settled: bool) -> None:
        """Hold everything against everything: ledger, histories, and that nothing waits that could have gone."""
        self._check_ledger()
        self._check_states()
        self._check_histories()
        self.post.check()
        if is_settled:
            self._check_nothing_waits()
            self.post.check_today()

    def check_kept(self, kept: Kept) -> None:
        """At the end: whatever was said to be kept is there."""
        stored = "\n".join(row[0] or "" for row in self.reader.rows("SELECT answers FROM audit_answer_revision"))
        over = {str(row[0]) for row in self.reader.rows(ERASED)}
        lost = [text for text, audit in kept.texts.items() if text not in stored and audit not in over]
        unreturned = "SELECT id FROM allocation WHERE returned_on IS NULL"
        lost += [f"the return of audit {row[0]}" for row in self.reader.rows(unreturned) if row[0] in kept.returned]
        if lost:
            self._wrong(f"these were kept once, and are gone: {lost[:5]}")

    def _check_ledger(self) -> None:
        told = {one.id: one for one in self.teams.arrived}
        today = day_in_london(self.now() - timedelta(days=2)).isoformat()
        statement = """
            SELECT o.id, o.status, o.channel_activity_id, o.template, p.entra_object_id, o.outcome FROM outbox o
            JOIN person p ON p.id = o.person_id WHERE o.status = 'sent' AND o.settled_at >= ?
        """
        for row in self.reader.rows(statement, today):
            came = told.get(row["channel_activity_id"] or "")
            if came is None or came.object_id != row["entra_object_id"]:
                self._wrong(f"message {row['id']} ({row['template']}) is down as sent, and never came")

    def _check_states(self) -> None:
        statement = """
            SELECT a.id, a.status, t.to_status FROM allocation a JOIN allocation_transition t ON t.id =
                (SELECT max(id) FROM allocation_transition WHERE allocation_id = a.id)
            WHERE a.status <> t.to_status
        """
        if wrong := self.reader.rows(statement):
            self._wrong(f"allocations stand elsewhere than their history says: {[tuple(r) for r in wrong[:5]]}")
        broken = """
            SELECT t.id FROM allocation_transition t JOIN allocation_transition b ON b.id =
                (SELECT max(id) FROM allocation_transition WHERE allocation_id = t.allocation_id AND id < t.id)
            WHERE t.from_status IS NOT b.to_status
        """
        if wrong := self.reader.rows(broken):
            self._wrong(f"a history has a gap at the transitions {[row[0] for row in wrong[:5]]}")

    def _check_histories(self) -> None:
        for table, key in APPEND_ONLY.items():
            found = self.reader.rows(f"SELECT {key} AS place, * FROM {table}")  # noqa: S608 - our own names
            rows = {str(row["place"]): hash(tuple(row)) for row in found}
            changed = {place for place, was in self._history.get(table, {}).items() if rows.get(place) != was}
            if wrong := changed and changed - self.reader.erased(table):
                self._wrong(f"{table}, to which rows are only added, has changed or lost {sorted(wrong)[:5]}")
            self._history[table] = rows

    def _check_nothing_waits(self) -> None:
        now = self.now().strftime("%Y-%m-%d %H:%M:%S")
        waiting = self.reader.rows(
            "SELECT id, template, status, not_before, attempts FROM outbox"
            " WHERE status IN ('pending', 'claimed', 'sending') AND not_before <= ?",
            now,
        )
        if waiting:
            self._wrong(f"these could have gone, and wait: {[tuple(row) for row in waiting[:5]]}")
        for row in self.reader.rows("SELECT id, person_id FROM outbox WHERE status IN ('failed', 'unreachable')"):
            about = "SELECT count(*) FROM qa_task WHERE outbox_id = ? OR person_id = ?"
            if not self.reader.one(about, row["id"], row["person_id"]):
                self._wrong(f"message {row['id']} did not go, and QA was never told")
