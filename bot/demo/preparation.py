"""Makes the demonstration's database: afresh each day, in a folder of its own."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from bot.clock import Clock
from bot.days_off import calendar_for
from bot.demo.council import SEED, make_council, store_council
from domain.calendar import london_day
from domain.policy import Policy
from storage.schema import head_revision, upgrade
from storage.store import Actor, Store


class DemoFolder:
    """The folder with all that the demonstration keeps: database, clock, messages, logs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "auditbot.db"
        self.clock = folder / "clock"
        self.kept = folder / "kept.json"
        self.log = folder / "service.log"
        self.playground = folder / "playground"
        self._made = folder / "made.json"

    @property
    def database_url(self) -> str:
        """The database as a setting names it."""
        return f"sqlite:///{self.database}"

    def make_council(self, real: Clock) -> None:
        """Make the council of today, unless it is there: what was done in it today stays."""
        now = real.now()
        wanted = {"day": london_day(now).isoformat(), "seed": SEED, "revision": head_revision()}
        if self.database.exists() and self._made.exists() and json.loads(self._made.read_text("utf-8")) == wanted:
            return
        self._clear()
        self._fill(now)
        self._made.write_text(json.dumps(wanted), "utf-8")

    def _clear(self) -> None:
        """Take away the council of another day with its clock and its messages; the logs stay."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stale = [self._made, self.clock, self.kept, *self.folder.glob(f"{self.database.name}*")]
        for file in stale:
            file.unlink(missing_ok=True)

    def _fill(self, now: datetime) -> None:
        council = make_council(now, calendar_for(Policy()))
        store = Store.open(self.database_url)
        try:
            upgrade(store.engine)
            label = "Making a council with a year of audits"
            with click.progressbar(
                length=council.size, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
            ) as bar:
                store.do(lambda unit: store_council(unit, council, bar.update), now, Actor("command"))
        finally:
            store.close()
