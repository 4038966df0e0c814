"""The lines of a digest in words: what each is about, when it is due, what became of it, and what answers it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cards.digest import Entry, Group
from cards.elements import Button
from cards.verbs import AUDIT, DAY, Verb
from dialogs.actions import put_off_words
from dialogs.actions_buttons import answers_to_action, reassign_button, undo_button
from dialogs.digest_approvals import approval_entry
from dialogs.digest_concerns import concern_entry
from dialogs.digest_surveys import survey_entry
from domain.calendar import london_day, spoken_day, spoken_month
from domain.chasing_facts import Facts, Key
from domain.ladder import ItemKind, Party
from domain.lifecycle import standing
from domain.policy import Policy
from domain.sentences import first_capital
from domain.words import AllocationStatus
from storage.actions import action_in_hand, may_be_undone
from storage.chase_holds import NEVER_PUT_OFF, PutOff, put_off
from storage.concern_chasing import concern_subjects
from storage.nudge_lines import DigestLine
from storage.store import Unit
from storage.subjects import ActionSubject, AuditSubject, action_subjects, audit_subjects, request_subjects

# Where a line stands in the digest, by what it is about and what the reader is to it.
GROUPS: Mapping[tuple[ItemKind, Party], Group] = {
    (ItemKind.RETURN, Party.OWNER): Group.OWN_AUDITS,
    (ItemKind.RETURN, Party.UP_THE_LINE): Group.PEOPLES_AUDITS,
    (ItemKind.RETURN, Party.HEAD_OF_SERVICE): Group.SERVICE_AUDITS,
    (ItemKind.ACTION, Party.OWNER): Group.OWN_ACTIONS,
    (ItemKind.ACTION, Party.UP_THE_LINE): Group.PEOPLES_ACTIONS,
    (ItemKind.ACTION, Party.HEAD_OF_SERVICE): Group.SERVICE_ACTIONS,
    (ItemKind.APPROVAL, Party.OWNER): Group.APPROVALS,
    (ItemKind.SURVEY, Party.OWNER): Group.SURVEYS,
    (ItemKind.CONCERN, Party.OWNER): Group.OWN_CONCERNS,
    (ItemKind.CONCERN, Party.UP_THE_LINE): Group.PEOPLES_CONCERNS,
    (ItemKind.CONCERN, Party.HEAD_OF_SERVICE): Group.SERVICE_CONCERNS,
    (ItemKind.UPLOAD, Party.OWNER): Group.RECORDS,
    (ItemKind.UPLOAD, Party.UP_THE_LINE): Group.PEOPLES_AUDITS,
    (ItemKind.UPLOAD, Party.HEAD_OF_SERVICE): Group.SERVICE_AUDITS,
}


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is about.

    Attributes:
        name: how a screen reader tells its buttons from its neighbours'.
        is_begun: of an audit, whether it was started.
        may_wait: whether it may be put off (once more).
    """

    key: Key
    name: str
    day: date
    is_begun: bool = False
    may_wait: bool = True


def _button(about: About, title: str, verb: Verb, *, is_main: bool = False) -> Button:
    data: dict[str, str | int] = {AUDIT: about.key[1], DAY: about.day.isoformat()}
    tooltip = f"{title}: {about.name}"
    return Button(title, verb, data, sends_inputs=False, style="positive" if is_main else "default", tooltip=tooltip)


def _answers_to_return(about: About) -> tuple[Button, ...]:
    if about.is_begun:
        main = _button(about, "Continue audit", Verb.CONTINUE_AUDIT, is_main=True)
    else:
        main = _button(about, "Start audit", Verb.START_AUDIT, is_main=True)
    wait = (_button(about, "I need until…", Verb.NEED_UNTIL_FORM),) if about.may_wait else ()
    exemption = _button(about, "Ask for an exemption", Verb.ASK_EXEMPTION)
    return main, *wait, exemption, _button(about, "Conflict of interest", Verb.CONFLICT_FORM)


def _answers_to_upload(about: About) -> tuple[Button, ...]:
    return (_button(about, "It's on the record", Verb.MARK_UPLOADED, is_main=True),)


def _answers_to_own_action(about: About) -> tuple[Button, ...]:
    return answers_to_action(about.key[1], about.name, {DAY: about.day.isoformat()}, may_wait=about.may_wait)


def _answers_to_peoples_action(about: About) -> tuple[Button, ...]:
    return (reassign_button(about.key[1], about.name, {DAY: about.day.isoformat()}),)


# What answers a line where it stands, for whoever has it in hand. An answer more is a button more here.
ANSWERS: Mapping[Group, Callable[[About], tuple[Button, ...]]] = {
    Group.OWN_AUDITS: _answers_to_return,
    Group.OWN_ACTIONS: _answers_to_own_action,
    Group.PEOPLES_ACTIONS: _answers_to_peoples_action,
    Group.SERVICE_ACTIONS: _answers_to_peoples_action,
    Group.RECORDS: _answers_to_upload,
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the lines of one digest are made from: the day, what is put off, how often anything may be."""

    today: date
    off: Mapping[Key, PutOff]
    most: int

    def of(self, key: Key) -> PutOff:
        return self.off.get(key, NEVER_PUT_OFF)

    def may_wait(self, key: Key) -> bool:
        return self.of(key).times < self.most


def entries_of(unit: Unit, lines: Iterable[DigestLine], facts: Facts, policy: Policy) -> list[Entry]:
    """The lines as a card shows them, as they stand now, the oldest first.

    Args:
        unit: the unit of work.
        lines: of one person's digest of one day.
        facts: the items of these lines that are still open.
        policy: the council's settings.
    """
    wanted = [one for one in lines if (one.key[0], one.party) in GROUPS]
    keys = {one.key for one in wanted}
    audits, actions = audit_subjects(unit, keys), action_subjects(unit, keys)
    requests, concerns = request_subjects(unit, keys), concern_subjects(unit, keys)
    open_for = {item.key: item.owner_id for item in facts.items}
    today = london_day(unit.now)
    reader = _Reader(today, put_off(unit, keys, today), policy.put_off_times)
    entries: list[Entry] = []
    for line in sorted(wanted, key=lambda one: (one.due_on, one.id)):
        is_open = line.key in open_for and (line.party is not Party.OWNER or open_for[line.key] == line.person_id)
        if line.key[0] is ItemKind.APPROVAL:
            entries.append(approval_entry(line, requests[line.key[1]], is_open=line.key in open_for))
        elif line.key[0] is ItemKind.CONCERN:
            group = GROUPS[line.key[0], line.party]
            entries.append(concern_entry(unit, line, concerns[line.key[1]], group, is_open=line.key in open_for))
        elif line.key[0] is ItemKind.SURVEY:
            entries.append(survey_entry(unit, line, is_open=is_open))
        elif line.key[0] is ItemKind.ACTION:
            entries.append(_action(unit, line, actions[line.key[1]], reader, is_open=is_open))
        else:
            entries.append(_audit(line, audits[line.key[1]], reader, is_open=is_open))
    return entries


def _audit(line: DigestLine, about: AuditSubject, reader: _Reader, *, is_open: bool) -> Entry:
    group, month = GROUPS[line.key[0], line.party], spoken_month(about.month)
    whose = "" if line.party is Party.OWNER else f"{about.auditor}: "
    name = first_capital(f"{whose}reference {about.case_ref}, {about.team}, {month}")
    due = _due(line, reader.today)
    if not is_open or about.status is AllocationStatus.EXEMPTED:
        return Entry(group, name, due, standing=_what_became(about))
    is_begun = about.status is not AllocationStatus.ALLOCATED
    said = f"reference {about.case_ref}, {month}"
    asked = About(line.key, said, line.digest_on, is_begun, reader.may_wait(line.key))
    return Entry(group, name, due, standing=put_off_words(reader.of(line.key)), answers=_answers(group, asked))


def _action(unit: Unit, line: DigestLine, about: ActionSubject, reader: _Reader, *, is_open: bool) -> Entry:
    group = GROUPS[line.key[0], line.party]
    whose = "" if line.party is Party.OWNER else f"{about.owner}: "
    name = first_capital(f"{whose}action {about.ref}, from the audit of reference {about.case_ref}")
    due = _due(line, reader.today)
    said = f"reference {about.case_ref}, action {about.ref}"
    if not is_open:
        undo = _undo(unit, line, said) if about.completed_on and line.party is Party.OWNER else ()
        return Entry(group, name, due, about.description, standing=_became(about), answers=undo)
    asked = About(line.key, said, line.digest_on, may_wait=reader.may_wait(line.key))
    standing = put_off_words(reader.of(line.key))
    return Entry(group, name, due, about.description, standing, _answers(group, asked))


def _undo(unit: Unit, line: DigestLine, name: str) -> tuple[Button, ...]:
    """*Undo*, for whom the action is with, within its time."""
    action = action_in_hand(unit, line.key[1])
    if action is None or action.owner_id != line.person_id or not may_be_undone(unit, action):
        return ()
    return (undo_button(action.id, name, {DAY: line.digest_on.isoformat()}),)


def _answers(group: Group, asked: About) -> tuple[Button, ...]:
    return ANSWERS[group](asked) if group in ANSWERS else ()


def _what_became(about: AuditSubject) -> str:
    # An audit that is still to be done, but not by this reader, has another auditor.
    if about.status in {AllocationStatus.ALLOCATED, AllocationStatus.STARTED}:
        return "This audit is with somebody else now."
    return f"This audit {standing(about.status)}."


def _became(about: ActionSubject) -> str:
    if about.completed_on is not None:
        return f"Done on {spoken_day(about.completed_on)}."
    if about.removed_on is not None:
        return "A later version of the audit no longer asks for this."
    return f"This is with {about.owner} now."


def _due(line: DigestLine, today: date) -> str:
    day = spoken_day(line.due_on)
    if line.key[0] is ItemKind.UPLOAD:
        return f"It has had its outcome since {day}, and is not down as being on the child's record yet."
    if line.due_on < today:
        return f"It was due by {day}."
    return f"It is due today, {day}." if line.due_on == today else f"It is due by {day}."
