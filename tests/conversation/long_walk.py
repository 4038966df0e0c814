"""Audits walked at random, each on two devices, through everything that may go wrong; then held against the export.

`python -m tests.conversation.long_walk --audits 50 --seed 1` walks for as long as that takes, against a service that is
a process of its own and is killed again and again; it ends with an error once anything typed is missing or doubled.
"""

import argparse
import asyncio
import shutil
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from bot.clock import Clock
from storage.schema import upgrade
from storage.store import Store, make_engine
from tests.conversation.council import new_council
from tests.conversation.killing import Forked
from tests.conversation.on_paper import exported, hold_to
from tests.conversation.random_walk import Auditor
from tests.conversation.scenes import Running
from tests.conversation.walkers import Before, placed
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer


async def walk(running: Running, audits: int, seed: int, at_once: int = 3) -> None:
    """Walk so many audits, some at the same time, and hold all of them against the export."""
    random = Random(seed)  # noqa: S311 - a seed tells a walk again
    walkers = []
    for number in range(0, audits, at_once):
        batch = [placed(running.council, Before("")) for _ in range(min(at_once, audits - number))]
        auditors = [Auditor(running, walker, Random(random.random())) for walker in batch]  # noqa: S311 - likewise
        await asyncio.gather(*(one.walks() for one in auditors))
        walkers += batch
        hold_to(running.council, [one.paper for one in batch], exported(running.council))
    hold_to(running.council, [one.paper for one in walkers], exported(running.council))


async def hunt(audits: int, seed: int, folder: Path) -> None:
    """Walk against a process of its own."""
    url = f"sqlite:///{folder / 'auditbot.db'}"
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    store = Store.open(url)
    async with FakeBotConnector(TokenIssuer(Clock())) as teams:
        teams.asks_for_tokens = False
        running = Forked(new_council(store, teams), folder)
        await running.begin()
        try:
            await walk(running, audits, seed)
        finally:
            await running.ends()
    store.close()


def main() -> None:
    """Read the command line and walk."""
    reading = argparse.ArgumentParser(description="Walk audits at random and hold them against the export.")
    reading.add_argument("--audits", type=int, default=50)
    reading.add_argument("--seed", type=int, default=1)
    asked = reading.parse_args()
    folder = Path(mkdtemp(prefix="auditbot-walk-"))
    asyncio.run(hunt(asked.audits, asked.seed, folder))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
