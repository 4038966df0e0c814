"""The policy settings as they are stored: each change a row, with the day from which it holds."""

from datetime import date

from sqlalchemy import bindparam, select

from domain.policy import Policy, Setting, policy_on
from storage.prepared import Prepared
from storage.store import Unit
from storage.tables.service import policy_setting

_S = policy_setting.c
_BY_DAY = Prepared(
    select(_S.name, _S.value, _S.effective_from).where(_S.effective_from <= bindparam("day")).order_by(_S.id)
)


def policy_on_day(unit: Unit, day: date) -> Policy:
    """The policy in force on a London day; of two changes of a setting for one day the later one counts.

    Raises:
        BadInputError: a stored setting can't be read, naming it.
    """
    return policy_on(day, [Setting(*row) for row in _BY_DAY.rows(unit, day=day)])
