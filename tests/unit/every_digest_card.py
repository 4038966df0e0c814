"""The cards of the digest, made from views as `every_card` makes the others."""

from datetime import date, timedelta

from microsoft_teams.cards import AdaptiveCard

from cards.digest import DigestView, Entry, Group, RollUpLine, digest_card, nothing_card, rest_card
from dialogs.digest_approvals import approval_entry
from dialogs.digest_lines import ANSWERS, About
from domain.exemptions import RequestStatus
from domain.ladder import ItemKind, Party
from storage.nudge_lines import DigestLine
from storage.subjects import RequestSubject
from storage.tables.chasing import LineStatus

TODAY = date(2026, 12, 7)
_KINDS = {Group.OWN_AUDITS: ItemKind.RETURN, Group.RECORDS: ItemKind.UPLOAD}


def entry(group: Group, number: int, name: str, words: str = "", standing: str = "") -> Entry:
    """A line of a group, with the buttons that such a line has."""
    reference = f"reference {4820193 + number}"
    about = About((_KINDS.get(group, ItemKind.ACTION), number), f"{reference}, line {number}", TODAY, number % 2 == 0)
    answers = ANSWERS[group](about) if group in ANSWERS else ()
    return Entry(group, f"{name}: {reference}", "It was due by Friday 4 December 2026.", words, standing, answers)


def _asked() -> DigestLine:
    key = (ItemKind.APPROVAL, 4)
    return DigestLine(1, 2, TODAY, key, TODAY, f"day {TODAY}", TODAY, Party.OWNER, LineStatus.OWED, None)


def digest_cards(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    """Every card of the family, by a name for it."""
    services = [RollUpLine(f"{name} {number}", 1_200, 40 - number) for number in range(60)]
    everything = [
        entry(group, number, name, "" if "audits" in group else text) for group in Group for number in range(400)
    ]
    whole = DigestView(TODAY, everything, name, services)
    few = [entry(Group.OWN_AUDITS, 1, "Reference"), entry(Group.RECORDS, 2, "Reference")]
    few.append(approval_entry(_asked(), RequestSubject(4, name, "2026-12", RequestStatus.ASKED), is_open=True))
    few.append(approval_entry(_asked(), RequestSubject(4, name, "2026-12", RequestStatus.APPROVED), is_open=False))
    few.append(
        entry(Group.OWN_ACTIONS, 3, "Action", text or "Visit weekly.", standing="Done on Monday 7 December 2026.")
    )
    start = 16
    return {
        "digest": digest_card(DigestView(TODAY, few, name), card_id),
        "digest with everything": digest_card(whole, card_id),
        "digest of a director": digest_card(DigestView(TODAY + timedelta(days=1), [], name, services), card_id),
        "digest, the rest": rest_card(whole, Group.OWN_AUDITS, start, card_id),
        "digest, sixteen of the actions": rest_card(whole, Group.OWN_ACTIONS, start, card_id),
        "digest, the rest of the actions": rest_card(whole, Group.OWN_ACTIONS, 396, card_id),
        "digest, no more": rest_card(whole, Group.OWN_ACTIONS, 4_000, card_id),
        "digest, none": nothing_card(),
    }
