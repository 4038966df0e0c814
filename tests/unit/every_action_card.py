"""The cards of actions: lists, forms, notices, made from views as `every_card` makes the others."""

from dataclasses import replace

from microsoft_teams.cards import AdaptiveCard

from cards.actions import MOST_SHOWN, ActionEntry, ActionList, actions_list_card
from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import ACTION, AUDIT, CLOSURE, FIRST, FORM, LIST, Verb
from dialogs.actions_buttons import CHECKS, MINE, REOPEN, TEAM, Carried, answers_to_action, reassign_button, undo_button

_DUE = "It was due by Thursday 3 December 2026."
_WHY = Asked("why", "Why?", required="Say why in a few words.", hint="No names, please.")
_DAY = Asked("until", "Until when?", "day", required="Choose a day.")
_WHO = Asked("who", "Who does it now?", "person", choices=[(str(number), f"Ada {number}") for number in range(30)])
_NAME = Asked("name", "Or type a name or e-mail address", "line")
# The button that sends each form, and what the form asks.
_FORMS: dict[Verb, tuple[str, list[Asked]]] = {
    Verb.COMPLETE_ACTION: ("Save as done", [replace(_WHY, key="what", label="What was done?")]),
    Verb.PUT_OFF_ACTION: ("Save", [_DAY, _WHY]),
    Verb.DISOWN_ACTION: ("Tell QA", [_NAME, _WHY]),
    Verb.BLOCK_ACTION: ("Tell my manager", [_WHY]),
    Verb.REASSIGN_ACTION: ("Give it to them", [_WHO, _NAME, _WHY]),
    Verb.LEAVE_ACTION: ("Tell them", [_WHY]),
    Verb.REOPEN_ACTION: ("Reopen it", [_WHY]),
    Verb.NEED_UNTIL: ("Save", [_DAY, _WHY]),
}


def action_cards(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards by a name for each; `text` is what somebody typed wherever somebody types."""
    return {**_lists(text, name, case_ref, card_id), **_forms(text, name, case_ref, card_id)}


def _entry(text: str, name: str, case_ref: str, number: int) -> ActionEntry:
    answers = answers_to_action(number, f"action AC-{number}", {LIST: MINE, FIRST: 0}, may_wait=number != 1)
    called = f"{name}: action AC-{number}, reference {case_ref}"
    return ActionEntry(called, text, _DUE, ["Put off until Monday 7 December 2026."], answers)


def _lists(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    entries = [_entry(text, name, case_ref, number) for number in range(1, MOST_SHOWN + 1)]
    reassign = [
        replace(one, answers=(reassign_button(number, f"action AC-{number}", {LIST: TEAM}),))
        for number, one in enumerate(entries, 1)
    ]
    undo = (undo_button(7, "action AC-7", {LIST: MINE}),)
    done = [ActionEntry(f"Action AC-7, reference {case_ref}", text, "", [f"What was done: {text}"], undo)] * 5
    more = [Button("Show the rest", Verb.MY_ACTIONS, {FIRST: MOST_SHOWN}, sends_inputs=False)]
    mine = ActionList("My actions", "You have 12 open actions.", entries, done, "Action AC-7 is open again.", more)
    team = ActionList(
        "My team's actions", "12 open, 4 of them overdue.", reassign, ways=[replace(more[0], verb=Verb.TEAM_ACTIONS)]
    )
    return {
        "my actions": actions_list_card(mine, card_id),
        "my actions, none": actions_list_card(ActionList("My actions", "You have no open action.", []), card_id),
        "team actions": actions_list_card(team, card_id),
        "closures": actions_list_card(_closures(text, name, case_ref), card_id),
    }


def _closures(text: str, name: str, case_ref: str) -> ActionList:
    entries = []
    for number in range(1, MOST_SHOWN + 1):
        data: Carried = {CLOSURE: number, FIRST: 0}
        form: Carried = {**data, ACTION: number, FORM: REOPEN, LIST: CHECKS}
        verified = Button("Verified", Verb.VERIFY_CLOSURE, data, sends_inputs=False, tooltip=f"Verified: {number}")
        reopen = Button("Reopen", Verb.ACTION_FORM, form, sends_inputs=False, tooltip=f"Reopen: {number}")
        called = f"{name}: action AC-{number}, reference {case_ref}"
        entries.append(ActionEntry(called, text, _DUE, [f"What was done: {text}"], (verified, reopen)))
    more = [Button("Show the rest", Verb.CLOSURES, {FIRST: MOST_SHOWN}, sends_inputs=False)]
    return ActionList("Closures to check", "24 to check, those with the most risk first.", entries, ways=more)


def _forms(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    pairs = [("Action", "AC-7"), ("Reference", case_ref), ("Owner", name), ("Due", _DUE)]
    back = Button("Cancel", Verb.MY_ACTIONS, sends_inputs=False)
    cards = {}
    for verb, (title, asked) in _FORMS.items():
        key = AUDIT if verb is Verb.NEED_UNTIL else ACTION
        go = Button(title, verb, {key: 7, LIST: MINE}, style="positive")
        form = ChangeForm(title, pairs, "Its due day stays as it is.", asked, go, back, about=text)
        wrong = {one.key: "Say why in a few words." for one in asked}
        typed = {one.key: text for one in asked if one.kind in {"text", "line"}}
        cards[f"form of an action, {verb}"] = form_card(form, card_id)
        cards[f"form of an action, {verb}, refused"] = form_card(replace(form, given=typed, complaints=wrong), card_id)
    ways = [
        Button(f"Ada {number}", Verb.REASSIGN_ACTION, {ACTION: 7}, tooltip=f"Give it to Ada {number}")
        for number in range(4)
    ]
    go = Button("Give it to them", Verb.REASSIGN_ACTION, {ACTION: 7})
    several = ChangeForm("Another owner", pairs, "It keeps its due day.", [_WHO, _NAME, _WHY], go, back, ways=ways)
    return {**cards, "form of an action, several fit": form_card(several, card_id)}
