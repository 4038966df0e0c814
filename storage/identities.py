"""Teams accounts that QA ties to people, or turns away (DOMAIN, "Who is who")."""

from sqlalchemy import select

from domain.errors import NotAllowedError
from storage.qa_tasks import TaskInHand
from storage.store import Unit
from storage.tables.people import channel_address, person

# What a task is closed with when QA says that an account is nobody's of theirs: it is not asked about again.
REFUSED_ACCOUNT = "not one of ours"

_P = person.c


def account_of(unit: Unit, person_id: int) -> str | None:
    """The Entra object id that a person is tied to; None for nobody's."""
    found: str | None = unit.connection.execute(select(_P.entra_object_id).where(_P.id == person_id)).scalar()
    return found


def give_account(unit: Unit, person_id: int, task: TaskInHand) -> None:
    """Tie a person to the Teams account that a task is about, in the place of any they had.

    Where Teams reached them before is forgotten: it was the other account's.

    Raises:
        NotAllowedError: the account is somebody else's.
    """
    holder = select(_P.name).where(_P.entra_object_id == task.object_id, _P.id != person_id)
    name = unit.connection.execute(holder).scalar()
    if name is not None:
        raise NotAllowedError(f"This Teams account is {name}'s already. Put theirs right in the workbook first.")
    unit.connection.execute(channel_address.delete().where(channel_address.c.person_id == person_id))
    unit.connection.execute(
        person.update()
        .where(_P.id == person_id)
        .values(entra_object_id=task.object_id, tenant_id=task.tenant_id, linked_at=unit.now, linked_by="qa")
    )
