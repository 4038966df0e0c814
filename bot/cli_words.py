"""What the command line takes for an instant and for a day."""

from datetime import date, datetime
from typing import Any

import click


class Instant(click.ParamType[datetime]):
    """An ISO instant with its offset."""

    name = "timestamp"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read one, or complain in a sentence."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail("write an instant like 2026-11-20T09:00:00+00:00", param, ctx)
        if instant.tzinfo is None:
            self.fail("the instant needs its offset: write one like 2026-11-20T09:00:00+00:00", param, ctx)
        return instant


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read one, or complain in a sentence."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail("write a day like 2027-04-01", param, ctx)
