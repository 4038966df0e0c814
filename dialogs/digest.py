"""The digest: made from the facts at the moment of sending, looked at again, and answered where it stands."""

from collections.abc import Iterable
from datetime import date

from cards.digest import DigestView, Group, RollUpLine, digest_card, nothing_card, rest_card
from cards.verbs import DAY, FIRST, GROUP
from dialogs.digest_lines import entries_of
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.calendar import london_day
from domain.chasing_facts import Facts, OwedLine
from domain.chasing_recheck import why_lapsed
from domain.ladder import ItemKind
from domain.policy import Policy
from storage.chase_days import look_again
from storage.chasing import facts_now, items_of
from storage.nudge_lines import DigestLine, lapse_lines, last_digest_day, lines_of_digest, owe_lines_again
from storage.store import Unit
from storage.subjects import overdue_by_service
from storage.tables.chasing import LineStatus

SUMMARY = "What is open for you today."
SUMMARY_ABOVE = "What is open among the people you lead."


def digest(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """A person's digest of its day: what was done, put off or stopped since it was decided is left out.

    Not owed any more once its day is over, or when nothing is left of it: the next one says what is owed then.
    """
    day = date.fromisoformat(owed.rung)
    if london_day(unit.now) != day:
        return None
    # An earlier try may have let a line go that is open again by now.
    may_go = {LineStatus.OWED, LineStatus.LAPSED}
    lines = [one for one in lines_of_digest(unit, owed.person_id, day, lapsed=True) if one.status in may_go]
    facts = _facts(unit, policy, lines, day)
    reasons = {one.id: why_lapsed(_owed(one), facts, day, policy) for one in lines}
    gone = {one.id: reasons[one.id] or "" for one in lines if reasons[one.id] and one.status is LineStatus.OWED}
    left = [one for one in lines if not reasons[one.id]]
    lapse_lines(unit, gone)
    owe_lines_again(unit, [one.id for one in left if one.status is LineStatus.LAPSED])
    look_again(unit, [one.key for one in lines if one.id in gone])
    if not left:
        return None
    view = _view(unit, policy, day, left, facts)
    return Message(digest_card(view, f"sent-{owed.id}"), _summary(view))


def _facts(unit: Unit, policy: Policy, lines: Iterable[DigestLine], today: date) -> Facts:
    wanted = list(lines)
    items = items_of(unit, policy, {one.key for one in wanted})
    return facts_now(unit, items, {one.person_id for one in wanted}, today)


def _owed(line: DigestLine) -> OwedLine:
    return OwedLine(line.key, line.due_on, line.person_id, line.party, line.rung, line.reached_on)


def _view(unit: Unit, policy: Policy, day: date, lines: list[DigestLine], facts: Facts) -> DigestView:
    is_rolled_up = any(one.key[0] is ItemKind.ROLL_UP for one in lines)
    services = overdue_by_service(unit, london_day(unit.now)) if is_rolled_up else []
    return DigestView(
        day,
        entries_of(unit, lines, facts, policy),
        policy.qa_contact,
        [RollUpLine(one.service, one.open, one.overdue) for one in services],
    )


def _summary(view: DigestView) -> str:
    own = {Group.OWN_CONCERNS, Group.OWN_AUDITS, Group.OWN_ACTIONS, Group.APPROVALS, Group.RECORDS, Group.SURVEYS}
    return SUMMARY if any(entry.group in own for entry in view.entries) else SUMMARY_ABOVE


def show(turn: Turn, press: Press) -> Reply:
    """The whole digest that a card speaks of, or the last one, as everything in it stands now."""
    view = _seen(turn, press)
    return Reply(nothing_card() if view is None else digest_card(view, turn.card_id))


def show_rest(turn: Turn, press: Press) -> Reply:
    """More lines of one group of a digest, in its place."""
    view, group = _seen(turn, press), press.data.get(GROUP, "")
    if view is None or group not in list(Group):
        return Reply(nothing_card())
    return Reply(rest_card(view, Group(group), press.number(FIRST) or 0, turn.card_id))


def _seen(turn: Turn, press: Press) -> DigestView | None:
    day = _day(press) or last_digest_day(turn.unit, turn.viewer.id)
    lines = [] if day is None else lines_of_digest(turn.unit, turn.viewer.id, day)
    if day is None or not lines:
        return None
    return _view(turn.unit, turn.policy, day, lines, _facts(turn.unit, turn.policy, lines, turn.today))


def _day(press: Press) -> date | None:
    try:
        return date.fromisoformat(press.data.get(DAY, ""))
    except ValueError:
        return None
