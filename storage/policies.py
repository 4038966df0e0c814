"""The policy settings as they are stored: each change a row, with the day from which it holds."""

from datetime import date

from sqlalchemy import select

from domain.policy import Policy, Setting, policy_on
from storage.store import Unit
from storage.tables.service import policy_setting


def policy_on_day(unit: Unit, day: date) -> Policy:
    """The policy in force on a London day; of two changes of a setting for one day the later one counts.

    Raises:
        BadInputError: a stored setting can't be read, naming it.
    """
    s = policy_setting.c
    statement = select(s.name, s.value, s.effective_from).where(s.effective_from <= day).order_by(s.id)
    return policy_on(day, [Setting(*row) for row in unit.connection.execute(statement)])
