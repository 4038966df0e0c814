"""Who is who: the sender's Entra object id as the channel signed it, an e-mail address once, and nothing else.

DOMAIN, "Who may do and see what" and "Data protection".
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.ports import Inbound, Member
from domain.calendar import london_day
from domain.words import QaTaskKind, Role
from storage import record
from storage.addresses import Contact, contact_of, note_guest, remember_address
from storage.identities import REFUSED_ACCOUNT
from storage.people import KnownPerson, link, note_tenant, person_by_email, person_by_object_id
from storage.qa_tasks import raise_task, was_closed_with
from storage.store import Unit


class Turned(StrEnum):
    """Why a sender is not served. They all read the same sentence and learn nothing from it."""

    UNKNOWN = "unknown_sender"
    LEAVER = "leaver"
    GUEST = "guest"
    OTHER_TENANT = "other_tenant"
    SECOND_CLAIMANT = "second_claimant"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Roster:
    """What Teams' roster said of the sender: `member` is None where it does not know them.

    Attributes:
        is_silent: the roster could not be asked; it is asked again at the next activity.
    """

    member: Member | None
    is_silent: bool = False


NO_ANSWER = Roster(None, is_silent=True)


class RosterNeededError(Exception):
    """Who this is can't be said without asking Teams' roster, which is no work for inside a transaction."""


class LinkedMeanwhileError(Exception):
    """Two first activities of a person came at once, and the other one has linked them: this one begins anew.

    It holds the person's row by now, for which the other may be waiting while it waits for the other's.
    """


@dataclass(frozen=True, slots=True)
class Served:
    """A person who is served, and what was known of where to reach them before this activity."""

    person: KnownPerson
    contact: Contact | None
    is_guest: bool | None


def identify(unit: Unit, inbound: Inbound, roster: Roster | None) -> Served | Turned:
    """Who sent an activity.

    Args:
        unit: the unit of work of the turn.
        inbound: the activity, of an allowed tenant.
        roster: what the roster said, or None before it was asked.

    Raises:
        RosterNeededError: the roster must be asked first.
        LinkedMeanwhileError: the unit of work is to be begun anew.
    """
    known = person_by_object_id(unit, inbound.object_id) if inbound.object_id else None
    if known is None:
        return _by_email(unit, inbound, roster)
    if known.tenant_id not in {None, inbound.tenant_id}:
        return _clash(unit, known, inbound, Turned.OTHER_TENANT)
    if not known.is_current(london_day(unit.now)):
        return Turned.LEAVER
    contact = contact_of(unit, known.id)
    guest = contact.is_guest if contact is not None else None
    if guest is None:
        guest = _asked(roster)
    if guest and Role.EXTERNAL_MODERATOR not in known.roles:
        return Turned.GUEST
    if known.tenant_id is None and guest is not None:  # only whoever is known to be served settles anything
        note_tenant(unit, known.id, inbound.tenant_id)
    return Served(known, contact, guest)


def _asked(roster: Roster | None) -> bool | None:
    if roster is None:
        raise RosterNeededError
    if roster.is_silent:
        return None
    return roster.member is not None and roster.member.is_guest


def _by_email(unit: Unit, inbound: Inbound, roster: Roster | None) -> Served | Turned:
    if not inbound.object_id:
        return Turned.UNKNOWN
    if roster is None:
        raise RosterNeededError
    if roster.is_silent:
        return Turned.NOT_CHECKED
    member = roster.member
    if member is None or member.object_id not in {"", inbound.object_id}:
        return Turned.UNKNOWN
    if member.is_guest or member.tenant_id not in {"", inbound.tenant_id}:
        return Turned.GUEST
    return _link(unit, inbound, member)


def _link(unit: Unit, inbound: Inbound, member: Member) -> Served | Turned:
    addresses = {address.strip().lower() for address in (member.email, member.principal_name) if address.strip()}
    found = {one.id: one for one in (person_by_email(unit, address) for address in sorted(addresses)) if one}
    if not found:
        return _unmatched(unit, inbound, sorted(addresses))
    if len(found) > 1:
        return _clash(unit, next(iter(found.values())), inbound, Turned.SECOND_CLAIMANT)
    person = next(iter(found.values()))
    if not person.is_current(london_day(unit.now)):
        return Turned.LEAVER
    if not link(unit, person.id, inbound.tenant_id, inbound.object_id, "email"):
        if person_by_object_id(unit, inbound.object_id) is not None:
            raise LinkedMeanwhileError
        return _clash(unit, person, inbound, Turned.SECOND_CLAIMANT)
    record.write(unit, "linked_by_email", "person", person.id)
    return Served(person, None, is_guest=False)


def _unmatched(unit: Unit, inbound: Inbound, addresses: list[str]) -> Turned:
    who = " or ".join(addresses) or "no e-mail address"
    about = f"Somebody wrote to me whom I don't know ({who}). If they should use auditbot, say who they are."
    _ask_qa(unit, QaTaskKind.UNMATCHED_PERSON, f"unmatched:{inbound.object_id}", about, inbound)
    return Turned.UNKNOWN


def _clash(unit: Unit, person: KnownPerson, inbound: Inbound, why: Turned) -> Turned:
    about = f"A second Teams account says it is {person.name}. It was told nothing. Ask them which one is theirs."
    _ask_qa(unit, QaTaskKind.IDENTITY_CLASH, f"clash:{person.id}:{inbound.object_id}", about, inbound, person.id)
    return why


def _ask_qa(
    unit: Unit, kind: QaTaskKind, matter: str, about: str, inbound: Inbound, person_id: int | None = None
) -> None:
    """Put an account before QA, unless they have said before that it is not one of ours."""
    if not was_closed_with(unit, matter, REFUSED_ACCOUNT):
        raise_task(
            unit,
            kind,
            matter,
            about,
            person_id=person_id,
            object_id=inbound.object_id,
            tenant_id=inbound.tenant_id,
        )


def remember(unit: Unit, inbound: Inbound, found: Served) -> bool:
    """Keep where a person has just written from; whether that was news: they may have been out of reach."""
    was = found.contact
    now_from = (inbound.tenant_id, inbound.object_id, inbound.channel_user_id, inbound.conversation_id)
    # An address is written again only when it changed: most turns come from where the last one came.
    is_same = was is not None and (
        (was.tenant_id, was.object_id, was.channel_user_id, was.conversation_id) == now_from
        and was.service_url == inbound.service_url
        and was.installed
        and was.unreachable_since is None
    )
    if not is_same:
        remember_address(
            unit,
            found.person.id,
            tenant_id=inbound.tenant_id,
            object_id=inbound.object_id,
            channel_user_id=inbound.channel_user_id,
            conversation_id=inbound.conversation_id,
            service_url=inbound.service_url,
        )
    if found.is_guest is not None and (was is None or was.is_guest is None):
        note_guest(unit, found.person.id, is_guest=found.is_guest)
    return not is_same
