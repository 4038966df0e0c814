"""The policy settings as they are stored: each change a row, with the day from which it holds."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from domain.policy import Policy, Setting, policy_on, read_setting
from storage import record
from storage.prepared import Prepared
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.people import person
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


def set_policy(unit: Unit, setting: Setting, account: str = "", reason: str | None = None) -> None:
    """Have a setting hold from its day on; who set it stays on record.

    Args:
        unit: the unit of work.
        setting: the change.
        account: under which account of the machine it was typed, where no person of the council did it in chat.
        reason: why, in the words of whoever did it in chat.

    Raises:
        BadInputError: there is no such setting, or its text is no value for it.
    """
    read_setting(setting.name, setting.value)
    key = insert_returning_id(
        unit,
        policy_setting,
        name=setting.name,
        value=setting.value.strip(),
        effective_from=setting.effective_from,
        reason=reason,
        set_at=unit.now,
        set_by_id=unit.actor.person_id,
    )
    since = setting.effective_from.isoformat()
    record.write(unit, "policy_set", "policy_setting", key, name=setting.name, since=since, account=account)


def settings_of(unit: Unit) -> list[Setting]:
    """Every change of every setting, by setting and from when it holds; of two for one day the later one last."""
    statement = select(_S.name, _S.value, _S.effective_from).order_by(_S.name, _S.effective_from, _S.id)
    return [Setting(*row) for row in unit.connection.execute(statement)]


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A change of a setting: its value as text, from when it holds, who set it when and why.

    `by` is empty where nobody of the council did it in chat.
    """

    value: str
    effective_from: date
    set_at: datetime
    by: str
    reason: str


def changes_of(unit: Unit, name: str) -> list[PolicyChange]:
    """Every change of one setting, the last made first."""
    columns = (_S.value, _S.effective_from, _S.set_at, func.coalesce(person.c.name, ""), func.coalesce(_S.reason, ""))
    made = policy_setting.outerjoin(person, person.c.id == _S.set_by_id)
    statement = select(*columns).select_from(made).where(_S.name == name).order_by(_S.id.desc())
    return [PolicyChange(*row) for row in unit.connection.execute(statement)]
