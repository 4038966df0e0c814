"""The actions agreed in an audit: added, changed and taken out one by one before its return."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cards.agreed_actions import ActionForm, ActionLine, action_card, actions_card
from cards.verbs import DRAFT, Verb
from dialogs import likely_names
from dialogs.action_owners import SOMEONE_ELSE, offered, owner_of
from dialogs.places import current, show, view_of
from dialogs.standing import Standing, held_audit, lines_of, own_audit, standing_of
from dialogs.turn import Press, Reply, Turn
from dialogs.typed_actions import action_typed
from domain.audit_steps import ACTIONS
from domain.calendar import spoken_day
from domain.free_text import SHORT_TEXT, complaint_about
from domain.typed_days import read_day
from storage.audits import move_to
from storage.drafts import (
    ActionWords,
    AgreedDraft,
    draft_made_by,
    draft_taken_out,
    drafts_of,
    present_draft,
    remove_draft,
    save_draft,
    words_of,
)

# Nobody means a due day further off: it is a slip of the finger in the year.
_FURTHEST_DAYS = 731
_INPUTS = ("what", "owner", "name", "due")
# How much of what was typed for a day is said back.
_DAY_SHOWN = 40
_NOT_KEPT = "I have not kept that yet. The card says why."
_TAKEN_OUT = "This action was taken out meanwhile. Press Save action to add it again."


def _days(turn: Turn) -> tuple[tuple[int, date], tuple[int, date]]:
    """The due days that are suggested: as many working days ahead as the policy says, and twice as many."""
    ahead = turn.policy.action_working_days
    return _in_days(turn, ahead), _in_days(turn, 2 * ahead)


def _in_days(turn: Turn, ahead: int) -> tuple[int, date]:
    return ahead, turn.calendar.working_day_after(turn.today, ahead)


def _form(
    turn: Turn,
    standing: Standing,
    given: Mapping[str, str],
    complaints: Mapping[str, str] | None = None,
    draft: AgreedDraft | None = None,
    note: str = "",
) -> Reply:
    step = standing.step(ACTIONS)
    if step is None:
        return current(turn, standing.given)
    who = offered(turn, standing.given, given.get("name", ""), None if draft is None else draft.owner_id)
    # Of several whom a name fits, "someone else" would be none: one of them is to be picked.
    chosen = {**given, "owner": ""} if len(who.fits) > 1 and given.get("owner") == SOMEONE_ELSE else given
    number = None if draft is None else draft.id
    view = view_of(turn, standing, step)
    form = ActionForm(view, who.choices, chosen, _days(turn), complaints or {}, number, note)
    return Reply(action_card(form), is_refused=bool(complaints or note), shows_audit=standing.given.id)


def _opened(turn: Turn, press: Press) -> Standing | Reply:
    given = own_audit(turn, press)
    return standing_of(turn, given) if given.is_open else current(turn, given)


def _edited(turn: Turn, standing: Standing, press: Press) -> AgreedDraft | None:
    """The action that a form changes, as it stands now."""
    number = press.number(DRAFT)
    return None if number is None else present_draft(turn.unit, standing.given.id, number)


def add_form(turn: Turn, press: Press) -> Reply:
    """The empty form, with a due day suggested in working days."""
    standing = _opened(turn, press)
    if isinstance(standing, Reply):
        return standing
    move_to(turn.unit, standing.given.id, ACTIONS)
    return new_form(turn, standing, "")


def new_form(turn: Turn, standing: Standing, what: str) -> Reply:
    """The form for a new action of these words."""
    given = {"what": what, "due": _days(turn)[0][1].isoformat()}
    return _form(turn, standing, given)


def agreed(turn: Turn, standing: Standing) -> list[AgreedDraft]:
    """The actions agreed so far, in the order in which they are listed."""
    return drafts_of(turn.unit, standing.given.id)


def typed_action(turn: Turn, standing: Standing, press: Press, text: str) -> Reply:
    """A new action typed as "what; who; by when", of which the last two may be left out: kept, or the form with it.

    Args:
        turn: the turn.
        standing: the audit, held.
        press: on *Save action* of an empty form.
        text: what was typed.
    """
    typed = action_typed(turn, text)
    due = read_day(typed.when, turn.today) if typed.when else _days(turn)[0][1]
    given = {"what": typed.what, "name": typed.who, "due": due.isoformat() if due else ""}
    if typed.who and due is not None:
        reply = saved_from(turn, standing, press, {key: value for key, value in given.items() if value})
        return replace(reply, text=_NOT_KEPT if reply.is_refused else "Action kept.")
    if typed.when and due is None:
        wrong = {"due": f"I can't find the day “{typed.when[:_DAY_SHOWN]}” in the calendar. Choose one."}
        return replace(_form(turn, standing, given, wrong), text=_NOT_KEPT)
    return replace(_form(turn, standing, given), text="Say who does it and by when. Then press Save action.")


def edit_form(turn: Turn, press: Press) -> Reply:
    """The form with an action in it, to be changed."""
    standing = _opened(turn, press)
    if isinstance(standing, Reply):
        return standing
    draft = _edited(turn, standing, press)
    if draft is None:
        return _list(turn, standing)
    move_to(turn.unit, standing.given.id, ACTIONS)
    given = {"what": draft.description, "owner": str(draft.owner_id), "due": draft.due_on.isoformat()}
    return _form(turn, standing, given, draft=draft)


def set_due_day(turn: Turn, press: Press) -> Reply:
    """The form as it was filled in so far, with the due day that was tapped."""
    standing = _opened(turn, press)
    if isinstance(standing, Reply):
        return standing
    given = {**form_inputs(press), "due": press.data.get("day", "")}
    return _form(turn, standing, given, draft=_edited(turn, standing, press))


def form_inputs(press: Press) -> dict[str, str]:
    """What the form held, of a press on any card."""
    return {key: press.inputs[key].strip() for key in _INPUTS if press.inputs.get(key, "").strip()}


def form_kept(press: Press) -> dict[str, str]:
    """What the form held, and which action it changes, to be carried past something that comes between."""
    return {**form_inputs(press), **({DRAFT: press.data[DRAFT]} if DRAFT in press.data else {})}


def form_again(turn: Turn, standing: Standing, kept: Mapping[str, str]) -> Reply:
    """The form with what was typed in it before something came between (see `form_kept`)."""
    given = {key: value for key, value in kept.items() if key in _INPUTS}
    return _form(turn, standing, given, draft=_edited(turn, standing, Press(Verb.EDIT_ACTION, kept)))


def due_day(turn: Turn, text: str) -> date | str:
    """The due day that was picked, or what is wrong with it. A day off is allowed, and the list says so."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "Choose a day, or type one like 2026-12-04."
    if day < turn.today:
        return f"{spoken_day(day)} has passed. Choose today or a later day."
    if (day - turn.today).days > _FURTHEST_DAYS:
        return f"{spoken_day(day)} is more than two years away. Choose an earlier day."
    return day


def _read(turn: Turn, standing: Standing, given: Mapping[str, str], so_far: int | None) -> ActionWords | dict[str, str]:
    """The action that a form asks for, or what is wrong with it by input."""
    complaints: dict[str, str] = {}
    what = complaint_about(given.get("what", ""), when_empty="Say what should happen.", longest=SHORT_TEXT)
    if what:
        complaints["what"] = what
    owner = owner_of(offered(turn, standing.given, given.get("name", ""), so_far), given)
    if isinstance(owner, tuple):
        complaints[owner[0]] = owner[1]
    due = due_day(turn, given.get("due", ""))
    if isinstance(due, str):
        complaints["due"] = due
    if complaints or isinstance(owner, tuple) or isinstance(due, str):
        return complaints
    return ActionWords(given["what"], owner, due)


def save(turn: Turn, press: Press) -> Reply:
    """Add or change the action, or say beside each input what is wrong with it."""
    given = held_audit(turn, press)
    if not given.is_open:
        what = form_inputs(press).get("what", "")
        agreed_on = {draft.description for draft in drafts_of(turn.unit, given.id)}
        return current(turn, given, came_too_late=bool(what) and what not in agreed_on)
    return saved_from(turn, standing_of(turn, given), press, form_inputs(press))


def saved_from(turn: Turn, standing: Standing, press: Press, typed: Mapping[str, str]) -> Reply:
    """As `save`, of an audit that is held, with what was typed into the form."""
    draft = _edited(turn, standing, press)
    read = _read(turn, standing, typed, None if draft is None else draft.owner_id)
    if isinstance(read, dict):
        return _form(turn, standing, typed, read, draft)
    asked = likely_names.unasked(turn, press, standing.given.id, ACTIONS, {"what": read.description})
    if asked:
        return likely_names.ask(turn, press, _form(turn, standing, typed, draft=draft), asked)
    made_by = f"{standing.given.id}:{press.action_id or turn.card_id}"
    before = draft_made_by(turn.unit, made_by)
    if before is not None:
        return _saved_before(turn, standing, typed, before, read)
    seen = press.number(DRAFT)
    if seen is not None and (draft is None or draft.id != seen):
        return _form(turn, standing, typed, draft=draft, note=_meanwhile(draft))
    if draft is None or words_of(draft) != read:
        save_draft(turn.unit, standing.given.id, made_by, read, draft)
    return _list(turn, standing)


def _saved_before(
    turn: Turn, standing: Standing, typed: Mapping[str, str], before: AgreedDraft, read: ActionWords
) -> Reply:
    if words_of(before) == read:
        return _list(turn, standing)
    note = f"This form has saved “{before.description}” already. Press Save action to add what is below as well."
    return _form(turn, standing, typed, note=note)


def _meanwhile(draft: AgreedDraft | None) -> str:
    if draft is None:
        return _TAKEN_OUT
    words = f"“{draft.description}” ({draft.owner}, by {spoken_day(draft.due_on)})"
    return f"This action was changed here or on another device: {words}. Press Save action to replace that."


def remove(turn: Turn, press: Press) -> Reply:
    """Take an action out, unless its words were changed since the card was made."""
    standing = _opened(turn, press)
    if isinstance(standing, Reply):
        return standing
    number = press.number(DRAFT)
    draft = None if number is None else present_draft(turn.unit, standing.given.id, number)
    if draft is None or draft.id != number:
        return _list(turn, standing)
    remove_draft(turn.unit, standing.given.id, draft.id)
    return _list(turn, standing, removed=draft)


def bring_back(turn: Turn, press: Press) -> Reply:
    """Put an action that was taken out back in its place."""
    given = held_audit(turn, press)
    number = press.number(DRAFT)
    draft = None if number is None else draft_taken_out(turn.unit, given.id, number)
    if draft is not None and given.is_open:
        save_draft(turn.unit, given.id, f"{given.id}:back:{turn.card_id}", words_of(draft), draft)
    return _list(turn, standing_of(turn, given)) if given.is_open else current(turn, given)


def _list(turn: Turn, standing: Standing, removed: AgreedDraft | None = None) -> Reply:
    step = standing.step(ACTIONS)
    if step is None:
        return current(turn, standing.given)
    if removed is None:
        return show(turn, standing, step)
    line = ActionLine(removed.id, removed.description, removed.owner, removed.due_on)
    card = actions_card(view_of(turn, standing, step), lines_of(turn, standing.given.id), line)
    return Reply(card, shows_audit=standing.given.id)
