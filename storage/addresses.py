"""Where Teams reaches a person: what was learnt from their own activities, and whether it still works."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.prepared import Prepared
from storage.statements import insert
from storage.store import Unit
from storage.tables.people import channel_address, person


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """What is known of how to reach a person.

    Attributes:
        tenant_id: empty for a person whose object id came by import and who has never written.
        object_id: their Entra object id, or empty: then they cannot be reached at all.
        conversation_id, service_url: None before the first contact.
        installed: False once they have removed the app.
        unreachable_since, unreachable_reason: set while Teams refuses for good.
    """

    person_id: int
    tenant_id: str
    object_id: str
    conversation_id: str | None
    service_url: str | None
    installed: bool
    unreachable_since: datetime | None
    unreachable_reason: str | None


def hindrance_to(known: KnownAddress) -> str:
    """Why a person can't be sent anything now, as a code; empty where they can."""
    if not known.installed:
        return "app_removed"
    if known.unreachable_since is not None:
        return known.unreachable_reason or "unreachable"
    return "" if known.object_id else "never_seen"


_A = channel_address.c
_SELECT = select(
    person.c.id,
    func.coalesce(_A.tenant_id, person.c.tenant_id, ""),
    func.coalesce(_A.object_id, person.c.entra_object_id, ""),
    _A.conversation_id,
    _A.service_url,
    func.coalesce(_A.installed, True),
    _A.unreachable_since,
    _A.unreachable_reason,
).select_from(person.outerjoin(channel_address))


def addresses_of(unit: Unit, people: Iterable[int]) -> dict[int, KnownAddress]:
    """What is known of how to reach these people, by their id."""
    rows = unit.connection.execute(_SELECT.where(person.c.id.in_(list(people))))
    return {row[0]: KnownAddress(*row) for row in rows}


def address_of(unit: Unit, person_id: int) -> KnownAddress | None:
    """What is known of how to reach a person; None where there is no such person."""
    return addresses_of(unit, [person_id]).get(person_id)


def remember_address(
    unit: Unit,
    person_id: int,
    *,
    tenant_id: str,
    object_id: str,
    channel_user_id: str,
    conversation_id: str,
    service_url: str,
) -> None:
    """Keep where a person has just written from. They have the app and are reachable again."""
    _keep(
        unit,
        person_id,
        tenant_id=tenant_id,
        object_id=object_id,
        channel_user_id=channel_user_id,
        conversation_id=conversation_id,
        service_url=service_url,
        installed=True,
        unreachable_since=None,
        unreachable_reason=None,
    )


def remember_conversation(unit: Unit, opened: KnownAddress) -> None:
    """Keep the conversation that we opened with a person, before anything is said in it."""
    _keep(
        unit,
        opened.person_id,
        tenant_id=opened.tenant_id,
        object_id=opened.object_id,
        conversation_id=opened.conversation_id,
        service_url=opened.service_url,
    )


def mark_installed(unit: Unit, person_id: int) -> None:
    """Note that a person has the app (again), which makes them reachable."""
    _change(unit, person_id, installed=True, unreachable_since=None, unreachable_reason=None)


def mark_removed(unit: Unit, person_id: int) -> None:
    """Note that a person has removed the app: nothing is sent until they install it or write again."""
    _change(unit, person_id, installed=False, conversation_id=None)


def mark_unreachable(unit: Unit, address: KnownAddress, reason: str) -> None:
    """Note that Teams refuses to deliver to a person. The first refusal's instant stays."""
    _keep(
        unit,
        address.person_id,
        tenant_id=address.tenant_id,
        object_id=address.object_id,
        unreachable_since=address.unreachable_since or unit.now,
        unreachable_reason=reason,
    )


def clear_unreachable(unit: Unit, person_id: int) -> None:
    """Note that a person has interacted with us: Teams will deliver again."""
    _change(unit, person_id, unreachable_since=None, unreachable_reason=None)


def _keep(unit: Unit, person_id: int, **values: object) -> None:
    values["updated_at"] = unit.now
    new = insert(unit, channel_address).values(person_id=person_id, **{"installed": True, **values})
    unit.connection.execute(new.on_conflict_do_update(index_elements=[_A.person_id], set_=values))


def _change(unit: Unit, person_id: int, **values: object) -> None:
    unit.connection.execute(
        channel_address.update().where(_A.person_id == person_id).values(updated_at=unit.now, **values)
    )


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person last wrote to us. `is_guest` is None until the roster has said."""

    tenant_id: str
    object_id: str
    channel_user_id: str | None
    conversation_id: str | None
    service_url: str | None
    installed: bool
    unreachable_since: datetime | None
    is_guest: bool | None


_CONTACT = Prepared(
    select(
        _A.tenant_id,
        _A.object_id,
        _A.channel_user_id,
        _A.conversation_id,
        _A.service_url,
        _A.installed,
        _A.unreachable_since,
        _A.is_guest,
    ).where(_A.person_id == bindparam("person"))
)


def contact_of(unit: Unit, person_id: int) -> Contact | None:
    """How a person last wrote to us; None before their first activity and before anything was sent to them."""
    rows = _CONTACT.rows(unit, person=person_id)
    return Contact(*rows[0]) if rows else None


def note_guest(unit: Unit, person_id: int, *, is_guest: bool) -> None:
    """Keep what the roster said of a person at their first contact."""
    _change(unit, person_id, is_guest=is_guest)
