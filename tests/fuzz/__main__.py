"""Fuzz for some minutes: `make fuzz MINUTES=10`, on PostgreSQL with `ENGINE=postgresql`, one seed again with `SEED=…`.

Each round has a seed of its own and tries one thing after the other. The first failure is shown as small as it could
be made, with the seed that brings it about again.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from storage.store import Store
from tests.conftest import migrated_file, postgresql_database, pytest_configure, running_postgresql
from tests.fuzz.checks import MANY
from tests.fuzz.rich import rich_and_walked
from tests.fuzz.world import World, a_world

EXAMPLES = 250


def main() -> int:
    """Fuzz as the arguments say; 0 where all held."""
    asked = _asked()
    pytest_configure()
    number = asked.seed if asked.seed is not None else SystemRandom().randrange(2**31)
    with _store(asked.engine) as store, a_world(store, rich_and_walked) as world:
        tries = failures = 0
        until = time.monotonic() + asked.minutes * 60
        while time.monotonic() < until:
            failures += _round(world, number, asked.only)
            tries += EXAMPLES * (1 if asked.only else len(MANY))
            _say(f"seed {number}: {tries} tries, {failures} of them failed")
            if asked.go_on:
                _say(f"reached {len(world.reached)} verbs: {dict(world.reached.most_common())}")
            if asked.seed is not None or (failures and not asked.go_on):
                break
            number += 1
    return int(failures > 0)


def _asked() -> argparse.Namespace:
    asks = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    asks.add_argument("--minutes", type=float, default=5)
    asks.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    asks.add_argument("--seed", type=int, help="one round with this seed, once")
    asks.add_argument("--only", choices=sorted(MANY), help="one kind of try alone")
    asks.add_argument("--go-on", action="store_true", help="show every failure instead of the first")
    return asks.parse_args()


def _round(world: World, number: int, only: str | None) -> int:
    """One round of tries; how many kinds of them failed."""
    kinds = {name: one for name, one in MANY.items() if only in {None, name}}
    return sum(_fails(name, check, tries, world, number) for name, (tries, check) in kinds.items())


def _fails(name: str, check: Callable[[World, Any], None], tries: Any, world: World, number: int) -> bool:
    @seed(number)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(tries(world))
    def one(example: Any) -> None:
        check(world, example)

    try:
        one()
    except Exception:
        traceback.print_exc(limit=-4)
        _say(f"failed: {name}. Once more: make fuzz SEED={number} (and ENGINE as it was)")
        return True
    return False


@contextmanager
def _store(engine: str) -> Iterator[Store]:
    if engine == "sqlite":
        with tempfile.TemporaryDirectory(prefix="auditbot-fuzz-") as folder:
            yield Store.open(f"sqlite:///{migrated_file(Path(folder))}")
        return
    with running_postgresql() as server, postgresql_database(server) as url:
        yield Store.open(url)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
