"""Dispute resolution in chat: an IRO or CP chair raises an escalation, moves it up and resolves it; others are told."""

from collections.abc import Mapping
from dataclasses import replace

from cards.elements import Button
from cards.escalations import (
    MOST_LISTED,
    DisputeLine,
    dispute_card,
    disputes_card,
)
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import DISPUTE, FIRST, FORM, SEEN, Verb
from dialogs import likely_names
from dialogs.escalation_notices import PARTS, RESOLVED, ROUTES, stands, tell, view_of
from dialogs.qa_inputs import typed_in, wrong_reason
from dialogs.register_words import unasked_names
from dialogs.turn import Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.escalation_lifecycle import THEMES, Move, possible, refusal
from domain.words import EscalationRoute, Role
from storage import escalations as store
from storage import record
from storage.escalation_sight import RAISERS, DisputeSight, sight_of
from storage.escalations import Dispute

_HINT = "No names of children or families, please."
_REF = Asked("ref", "Reference of the record", "line", required="Type the record's reference.")
_THEME = Asked("theme", "What is it about?", "choice", "Choose one.", choices=[(one, one) for one in THEMES])
_ABOUT = Asked("about", "What is in dispute?", required="Say in a few words what is in dispute.", hint=_HINT)
_ROUTE = Asked("route", "Raised as", "choice", "Choose one.", choices=[(one.value, ROUTES[one]) for one in ROUTES])
_WHY = Asked("words", "Why?", required="Say in a few words why.", hint=_HINT)
_OUTCOME = Asked("words", "What was agreed?", required="Say in a few words what was agreed.", hint=_HINT)

Given = Mapping[str, str]


def _sight(turn: Turn) -> DisputeSight:
    found = sight_of(turn.unit, turn.viewer.id, turn.today)
    if not found.is_reader:
        raise NotAllowedError(
            "Dispute resolution is for IROs, CP chairs and those who lead teams. Type 'help' for what you can do."
        )
    return found


def _seen(turn: Turn, press: Press, *, to_move: bool = False) -> Dispute:
    """The dispute of a press, if this person may see it.

    Raises:
        NotAllowedError: they may not, or there is none: nothing tells which.
    """
    sight = _sight(turn)
    number = press.number(DISPUTE)
    found = None if number is None else store.dispute_of(turn.unit, number, to_move=to_move)
    if found is None or not store.may_see(turn.unit, found, sight):
        raise NotAllowedError("There is no such dispute here. Type 'my escalations' to see those that are.")
    return found


def _moves_for(turn: Turn, found: Dispute) -> int | None:
    """In whose place this person may move a dispute, their own first; None where they may not."""
    sight = _sight(turn)
    whose = [*(one for one in sight.raisers if found.is_of(one, turn.today)), *sight.qa]
    return min(whose, key=lambda one: one != turn.viewer.id) if whose else None


def my_disputes(turn: Turn, press: Press) -> Reply:
    """The disputes that this person may see: their own, their teams', their services', or all."""
    first = press.number(FIRST) or 0
    found = store.disputes_seen_by(turn.unit, _sight(turn), MOST_LISTED + 1, first)
    shown = found[:MOST_LISTED]
    record.write(turn.unit, "saw_disputes", "escalation", disputes=len(shown))
    lines = [DisputeLine(one.id, one.case_ref, one.team, one.theme, stands(one)) for one in shown]
    more = first + MOST_LISTED if len(found) > MOST_LISTED else None
    return Reply(disputes_card(lines, more, turn.card_id, may_raise=turn.viewer.is_a(*RAISERS)))


def show(turn: Turn, press: Press) -> Reply:
    """A dispute as it stands."""
    return _shown(turn, _seen(turn, press))


def _shown(turn: Turn, found: Dispute, note: str = "") -> Reply:
    record.write(turn.unit, "saw_dispute", "escalation", found.id)
    return Reply(dispute_card(view_of(turn.unit, found, note, _moves(turn, found)), turn.card_id))


def _moves(turn: Turn, found: Dispute) -> list[tuple[str, str]]:
    if _moves_for(turn, found) is None:
        return []
    can = possible(found.standing)
    up = [(f"Move to stage {found.stage + 1}", Move.MOVE_UP.value)] if Move.MOVE_UP in can else []
    return [*up, *([("Resolve it", Move.RESOLVE.value)] if Move.RESOLVE in can else [])]


# Raising.


def raise_form(turn: Turn, press: Press) -> Reply:
    """The empty form of a new dispute."""
    del press
    return _ask_raise(turn, {}, {})


def _routes_of(turn: Turn) -> list[EscalationRoute]:
    if not turn.viewer.is_a(*RAISERS):
        raise NotAllowedError("An IRO or a CP chair raises an escalation. Ask the child's IRO or chair, or QA.")
    routes = {Role.IRO: EscalationRoute.IRO, Role.CP_CHAIR: EscalationRoute.CP_CHAIR}
    return [route for role, route in routes.items() if turn.viewer.is_a(role)]


def _ask_raise(turn: Turn, given: Given, wrong: Given) -> Reply:
    routes = _routes_of(turn)
    asked = [_REF, *([_ROUTE] if len(routes) > 1 else []), _THEME, _ABOUT]
    go = Button("Raise it", Verb.RAISE_DISPUTE, {DISPUTE: 0}, style="positive")
    told = PARTS[turn.policy.dispute_tells[0]]
    words = f"It starts at stage 1. I tell the {told}, and you move it on from 'my escalations'."
    return _form(turn, "Raise an escalation", [], words, asked, go, given, wrong)


def _form(
    turn: Turn,
    title: str,
    about: list[tuple[str, str]],
    words: str,
    asked: list[Asked],
    go: Button,
    given: Given,
    wrong: Given,
) -> Reply:
    back = Button("Cancel", Verb.MY_DISPUTES, sends_inputs=False)
    made = ChangeForm(title, about, words, asked, go, back, given, wrong)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong))


def raise_it(turn: Turn, press: Press) -> Reply:
    """Raise a dispute, or say beside each input what is wrong with it."""
    routes = _routes_of(turn)
    given = typed_in(press, "ref", "route", "theme", "about")
    route = next((one for one in routes if len(routes) == 1 or one == given.get("route")), None)
    case = store.case_named(turn.unit, given.get("ref", ""))
    wrong = {} if case else {"ref": "I know no record with this reference. Check it, or ask QA to add the record."}
    wrong |= {} if given.get("theme") in THEMES else {"theme": "Choose one of these."}
    wrong |= {} if route else {"route": "Choose as what you raise it."}
    complaint = wrong_reason(given.get("about", ""), _ABOUT.required)
    wrong |= {"about": complaint} if complaint else {}
    if wrong or case is None or route is None:
        return _ask_raise(turn, given, wrong)
    asked = unasked_names(turn, press, "escalation", {"about": given["about"]})
    if asked:
        return likely_names.ask(turn, press, _ask_raise(turn, given, {}), asked)
    new = store.raise_dispute(turn.unit, case, route, given["theme"], given["about"], turn.today)
    record.write(turn.unit, "raised_dispute", "escalation", new.id)
    tell(turn, new, f"stage {new.stage}")
    return _shown(turn, new, "Raised. Those who must know will hear of it.")


# Moving it on.


def form(turn: Turn, press: Press) -> Reply:
    """The form that raises a dispute, moves it up or resolves it."""
    wanted = press.data.get(FORM, "")
    if wanted not in {Move.MOVE_UP, Move.RESOLVE}:
        return raise_form(turn, press)
    found = _mine(turn, press)
    stale = _stale(turn, press, found, Move(wanted))
    return stale or _ask_move(turn, found, Move(wanted), {}, {})


def _mine(turn: Turn, press: Press) -> Dispute:
    """The dispute of a press, held, if this person may move it.

    Raises:
        NotAllowedError: it is another IRO's or chair's.
    """
    found = _seen(turn, press, to_move=True)
    whose = _moves_for(turn, found)
    if whose is None:
        raise NotAllowedError("Whoever raised this dispute moves it on, or QA. Type 'my escalations' to see yours.")
    if whose != turn.viewer.id:
        turn.unit.actor = replace(turn.unit.actor, acting_for=whose)
    return found


def _stale(turn: Turn, press: Press, found: Dispute, move: Move) -> Reply | None:
    """The dispute as it stands, where the press's card showed it at another stage or the move can't be made."""
    if move not in possible(found.standing):
        return _shown(turn, found, refusal(found.standing, move))
    if press.number(SEEN) != found.stage:
        return _shown(turn, found, "It was moved on meanwhile. This is how it stands.")
    return None


def _ask_move(turn: Turn, found: Dispute, move: Move, given: Given, wrong: Given) -> Reply:
    carried: dict[str, str | int] = {DISPUTE: found.id, SEEN: found.stage}
    about = [("Reference", found.case_ref), ("Team", found.team), ("Stands", stands(found))]
    if move is Move.RESOLVE:
        go = Button("Resolve it", Verb.RESOLVE_DISPUTE, carried, style="positive")
        words = "It is closed then, and stays in the register."
        return _form(turn, "Resolve a dispute", about, words, [_OUTCOME], go, given, wrong)
    go = Button(f"Move to stage {found.stage + 1}", Verb.MOVE_DISPUTE, carried, style="positive")
    words = f"I tell the {PARTS[turn.policy.dispute_tells[found.stage]]} as well."
    return _form(turn, "Move a dispute up", about, words, [_WHY], go, given, wrong)


def move_up(turn: Turn, press: Press) -> Reply:
    """Move a dispute to the next stage."""
    return _move(turn, press, Move.MOVE_UP)


def resolve(turn: Turn, press: Press) -> Reply:
    """Close a dispute with what was agreed."""
    return _move(turn, press, Move.RESOLVE)


def _move(turn: Turn, press: Press, move: Move) -> Reply:
    found = _mine(turn, press)
    stale = _stale(turn, press, found, move)
    if stale is not None:
        return stale
    given = typed_in(press, "words")
    asks = _OUTCOME if move is Move.RESOLVE else _WHY
    complaint = wrong_reason(given.get("words", ""), asks.required)
    if complaint:
        return _ask_move(turn, found, move, given, {"words": complaint})
    asked = unasked_names(turn, press, "escalation", {"words": given["words"]})
    if asked:
        return likely_names.ask(turn, press, _ask_move(turn, found, move, given, {}), asked)
    store.move_dispute(turn.unit, found, move, given["words"], turn.today)
    record.write(turn.unit, f"dispute_{move.value}", "escalation", found.id)
    new = store.dispute_of(turn.unit, found.id) or found
    tell(turn, new, f"stage {new.stage}" if new.is_open else RESOLVED)
    return _shown(turn, new, f"It is at stage {new.stage} now." if new.is_open else "It is resolved.")
