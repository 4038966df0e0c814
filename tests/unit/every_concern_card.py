"""Every card of children of concern, the watch list and the child's record, made as `every_card` makes the others."""

from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.concern_entry import EntryLine, EntryView, Register, act_button, entry_card, register_card
from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.uploads import UploadView, upload_card
from cards.verbs import AUDIT, CONCERN, FORM, SEEN, Verb
from cards.watch_list import WatchedLine, WatchList, watch_list_card
from dialogs.concern_register import TITLES
from domain.concern_lifecycle import standing, wants_words
from domain.words import ConcernStatus

DUE = date(2026, 12, 4)


def concern_cards(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards by a name for each; `text` is what somebody typed wherever somebody types."""
    return {
        **_register(name, case_ref, card_id),
        **_entry(text, name, case_ref, card_id),
        **_forms(text, name, case_ref, card_id),
        **_others(text, name, card_id),
    }


def _register(name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    late = "No response yet: it was due by Friday 4 December 2026, 3 days ago."
    line = EntryLine(3, "A1-C", case_ref, name, 1, 12, standing(ConcernStatus.OPEN), f"({name})", late, is_late=True)
    calm = replace(line, concern_id=4, category=2, days_open=0, due="The response is due today.", is_late=False)
    answer = act_button(3, "respond", "Respond", asks=True, of="A1-C")
    some = Register("Children of concern", "Of the teams you lead.", 8, 3, [line, calm] * 3, [answer, None] * 3, 6)
    return {
        "register": register_card(some, card_id),
        "register, none": register_card(Register("Children of concern", "", 0, 0, [], []), card_id),
    }


def _entry(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    pairs = [("Reference", case_ref), ("Team", name), ("Stands", f"This entry {standing(ConcernStatus.OPEN)}.")]
    history = [("Friday 20 November 2026 at 09:00: response sent back. By Dan Iqbal.", text)] * 10
    acts = [(act.value, title, wants_words(act)) for act, title in TITLES.items()]
    whole = EntryView(
        3,
        "A1-C",
        pairs,
        "No response yet: it was due by Friday 4 December 2026, 3 days ago.",
        immediate_risk=text,
        what_is_wrong=text,
        response=text,
        sent_back=text,
        history=history,
        more_history=4,
        actions=acts,
        note="It is with the team manager and the head of service again.",
        unsent=text,
    )
    return {
        "entry": entry_card(whole, card_id),
        "entry, new": entry_card(EntryView(3, "A1-C", pairs), card_id),
    }


def _forms(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    pairs = [("Entry", "A1-C"), ("Reference", case_ref), ("Team", name)]
    asked = [
        Asked("outcome", "How is it now?", "choice", required="Choose.", choices=[("still_at_risk", "Still at risk")]),
        Asked("day", "Next review, if still at risk", "day"),
        Asked("words", "What was done for this child?", required="Say what was done for this child."),
    ]
    cards = {}
    sent_by: tuple[tuple[str, Verb, dict[str, str | int], Verb], ...] = (
        ("Send the response", Verb.ACT_ON_CONCERN, {CONCERN: 3, FORM: "respond"}, Verb.CONCERN_ENTRY),
        ("Save the review", Verb.RECORD_WATCH, {AUDIT: 7, SEEN: 2}, Verb.WATCH_LIST),
    )
    for title, verb, data, back in sent_by:
        cancel = Button("Cancel", back, {CONCERN: data.get(CONCERN, 0)}, sends_inputs=False)
        form = ChangeForm(title, pairs, "It stays in the history.", asked, Button(title, verb, data), cancel)
        wrong = {"words": f"“{text}” looks like a postcode.", "day": "Choose a day that is still to come."}
        cards[f"entry form {verb}"] = form_card(form, card_id)
        cards[f"entry form {verb}, refused"] = form_card(
            replace(form, given={"words": text}, complaints=wrong), card_id
        )
    return cards


def _others(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    line = WatchedLine(
        7,
        "CS_1",
        "A1",
        name,
        date(2026, 8, 20),
        DUE,
        is_due=True,
        later="A later audit of this child is Inadequate: A9.",
        last="Reviewed on Friday 20 November 2026 by Dan Iqbal: still at risk.",
        last_words=text,
    )
    rate = "Of 20 audits ever at risk of decline, 3 (15%) had a later Inadequate audit of that child."
    some = WatchList(9, 2, rate, [line, replace(line, is_due=False)] * 3, may_review=True, more_after=6, note="Saved.")
    on_it = UploadView(7, "CS_1", DUE, may_take_off=True, note="Thank you. It is down as on the child's record now.")
    return {
        "watch list": watch_list_card(some, card_id),
        "watch list, none": watch_list_card(WatchList(0, 0, "", [], may_review=False), card_id),
        "on the record": upload_card(on_it, card_id),
        "not on the record": upload_card(UploadView(7, "CS_1", None, may_place=True), card_id),
    }
