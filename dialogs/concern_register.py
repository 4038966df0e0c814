"""The register of children of concern in chat: what is open, by scope; an entry with its history."""

from collections.abc import Collection

from cards.concern_entry import (
    MOST_LINES,
    ONWARD,
    EntryLine,
    EntryView,
    Register,
    act_button,
    entry_card,
    register_card,
    since_when,
)
from cards.elements import Button
from cards.verbs import AUDIT, CONCERN
from dialogs.concern_words import (
    CATEGORIES,
    due_words,
    happened,
    part_words,
    response_of,
    sent_back_why,
    waiting,
)
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day
from domain.concern_lifecycle import ConcernPart, possible, standing, wants_words
from domain.errors import NotAllowedError
from domain.words import ConcernAct
from storage import record
from storage.audits import lock_audit
from storage.concern_due import fix_due_days
from storage.concern_entries import (
    Entry,
    count_open,
    entries_called,
    entry_by_id,
    entry_of_audit,
    history_of,
    open_entries,
)
from storage.concern_scope import Reach, reach_of
from storage.people import names_of
from storage.store import Unit

SHOWN = 6
TITLES: dict[ConcernAct, str] = {
    ConcernAct.RESPOND: "Respond",
    ConcernAct.ACCEPT: "Accept the response",
    ConcernAct.SEND_BACK: "Send back",
    ConcernAct.SIGN_OFF: "Sign off",
    ConcernAct.PLACE: "On the child's record",
    ConcernAct.SET_CATEGORY: "Change the category",
    ConcernAct.CLOSE: "Opened by mistake",
    ConcernAct.REOPEN: "Open again",
}
_NOT_YOURS = "There is no such entry among yours. Type 'concerns' to see those that are open."


def reach(turn: Turn) -> Reach:
    """What the viewer is to the register.

    Raises:
        NotAllowedError: nothing at all.
    """
    found = reach_of(turn.unit, turn.viewer.id, turn.today)
    if not found:
        raise NotAllowedError(
            "The register of children of concern is for team managers, heads of service, directors and QA. If you are "
            "worried about a child in an audit of yours, type 'concern'."
        )
    return found


def held_entry(turn: Turn, concern_id: int | None) -> tuple[Entry, Reach]:
    """An entry that the viewer may see, held until the end of the turn.

    Raises:
        NotAllowedError: they may not, or there is none; both read alike.
    """
    mine = reach(turn)
    entry = None if concern_id is None else entry_by_id(turn.unit, concern_id)
    if entry is None or not mine.sees(entry.team_id):
        raise NotAllowedError(_NOT_YOURS)
    lock_audit(turn.unit, entry.allocation_id)
    fix_due_days(turn.unit, turn.policy, turn.calendar)
    return entry_by_id(turn.unit, entry.id) or entry, mine


def concerns(turn: Turn, press: Press) -> Reply:
    """The open entries of the viewer's scope, a handful at a time."""
    mine = reach(turn)
    scope, after = mine.scope, press.number("after") or 0
    words = "" if scope is None else "Of the teams you lead."
    fix_due_days(turn.unit, turn.policy, turn.calendar)
    view = listed(turn.unit, mine, "Children of concern", words, after)
    record.write(turn.unit, "saw_concerns", "concern", entries=[line.concern_id for line in view.lines])
    return Reply(register_card(view, turn.card_id))


def listed(unit: Unit, mine: Reach, title: str, words: str, after: int = 0) -> Register:
    """The open entries of a scope behind the first `after`, each with what answers it where it stands."""
    found = open_entries(unit, mine.scope, SHOWN + 1, after)
    count, first = count_open(unit, mine.scope)
    lines = [_line(unit, entry) for entry in found[:SHOWN]]
    answers = [_answer(entry, mine) for entry in found[:SHOWN]]
    return Register(title, words, count, first, lines, answers, after + SHOWN if len(found) > SHOWN else None)


def _line(unit: Unit, entry: Entry) -> EntryLine:
    today = london_day(unit.now)
    due, is_late = due_words(entry, today)
    return EntryLine(
        concern_id=entry.id,
        ref=entry.ref,
        case_ref=entry.case_ref,
        team=entry.team,
        category=entry.category,
        days_open=max((today - entry.raised_on).days, 0),
        stands=standing(entry.status),
        waits_for=waiting(unit, entry),
        due=due,
        is_late=is_late,
    )


def _answer(entry: Entry, mine: Reach) -> Button | None:
    acts = possible(entry.status, mine.parts(entry.team_id))
    onward = next((act for act in ONWARD if act in acts), None)
    if onward is None:
        return None
    return act_button(entry.id, onward, TITLES[onward], asks=wants_words(onward), of=entry.ref)


def show(turn: Turn, press: Press) -> Reply:
    """An entry as it stands; a task of QA's knows it by its audit."""
    of_audit = None if CONCERN in press.data else entry_of_audit(turn.unit, press.number(AUDIT) or 0)
    entry, mine = held_entry(turn, press.number(CONCERN) if of_audit is None else of_audit.id)
    return shown(turn, entry, mine)


def typed_entry(turn: Turn, reference: str) -> Reply:
    """`entry AUD-7-C`: the entry of that reference, of the audit's, or the record's."""
    entry, mine = held_entry(turn, called(turn, reference))
    return shown(turn, entry, mine)


def called(turn: Turn, reference: str) -> int | None:
    """The one entry of a reference that the viewer may see, an unresolved one first; None where there is none."""
    mine = reach(turn)
    found = [entry for entry in entries_called(turn.unit, reference, 20) if mine.sees(entry.team_id)]
    return min(found, key=lambda entry: entry.resolved_on is not None).id if found else None


def shown(turn: Turn, entry: Entry, mine: Reach, note: str = "", unsent: str = "") -> Reply:
    """The card of an entry; `note` says what was just done, or why it could not be; `unsent` what had been typed."""
    record.write(turn.unit, "saw_concern", "concern", entry.id)
    view = view_of(turn.unit, entry, mine, turn.viewer.id, note, unsent)
    return Reply(entry_card(view, turn.card_id))


def view_of(unit: Unit, entry: Entry, mine: Reach, reader: int, note: str = "", unsent: str = "") -> EntryView:
    """An entry as its reader sees it now."""
    history = history_of(unit, entry.id)
    parts = mine.parts(entry.team_id)
    lines = [(happened(line), line.words or "") for line in history][::-1]
    due, is_late = due_words(entry, london_day(unit.now))
    stands_in = part_words(parts, names_of(unit, parts.values()), reader)
    return EntryView(
        concern_id=entry.id,
        ref=entry.ref,
        facts=_facts(unit, entry, "" if is_late else due, stands_in),
        late=due if is_late else "",
        immediate_risk=entry.immediate_risk or "",
        what_is_wrong=entry.what_is_wrong or "",
        response=response_of(history, entry),
        sent_back=sent_back_why(history, entry),
        history=lines[:MOST_LINES],
        more_history=max(len(lines) - MOST_LINES, 0),
        actions=_actions(entry, parts),
        note=note,
        unsent=unsent,
    )


def _facts(unit: Unit, entry: Entry, due: str, stands_in: str) -> list[tuple[str, str]]:
    today = london_day(unit.now)
    pairs = [
        ("Reference", entry.case_ref),
        ("Team", entry.team),
        ("Category", CATEGORIES.get(entry.category, str(entry.category))),
        ("Raised on", since_when(entry.raised_on, (today - entry.raised_on).days)),
        ("Stands", f"This entry {standing(entry.status)}. {waiting(unit, entry)}".strip()),
    ]
    pairs += [("Response", due)] if due else []
    return [*pairs, *([("You", stands_in)] if stands_in else [])]


def _actions(entry: Entry, parts: Collection[ConcernPart]) -> list[tuple[str, str, bool]]:
    acts = [act for act in possible(entry.status, parts) if act in TITLES]
    return [(act.value, TITLES[act], wants_words(act)) for act in acts]
