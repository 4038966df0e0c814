"""The cards of exemptions, chasing, moderation and what follows an audit, whose pictures stand in docs/cards.md.

A phone's width is enough for them.
"""

from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.actions import ActionEntry, ActionList, actions_list_card
from cards.colleague_notices import AuditedView, OutcomeView, outcome_card
from cards.concern_entry import EntryView, entry_card
from cards.digest import DigestView, Entry, Group, digest_card
from cards.dip_samples import RecordView, record_card
from cards.elements import Button
from cards.escalations import DisputeView, dispute_card
from cards.listing import Line, Listing, listing_card
from cards.moderation import (
    ModerationView,
    ReadingView,
    comparison_card,
    moderation_receipt_card,
    reading_card,
)
from cards.my_team import AuditLine, TeamView, team_card
from cards.verbs import FIRST, LIST, Verb
from cards.watch_list import WatchedLine, WatchList, watch_list_card
from dialogs.actions_buttons import MINE, answers_to_action
from dialogs.concern_register import TITLES
from dialogs.digest_lines import ANSWERS, About
from domain.concern_lifecycle import standing, wants_words
from domain.framework import read_framework
from domain.ladder import ItemKind
from domain.moderation_steps import OVERALL, Pair, steps_of
from domain.words import ConcernAct, ConcernStatus, Rating
from storage.frameworks import shipped_frameworks
from tests.unit.every_exemption_card import exemption_cards
from tests.unit.every_following_card import following_cards

_REF, _TEAM, _ID, _DUE = "4820193", "Alder Vale 1", "0" * 32, date(2026, 12, 4)
_SEVEN = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "seven-domains")
_OF = ModerationView(7, _REF, _TEAM, _ID, _DUE)
_EVIDENCE = "Seen alone at home and at school. What was said is in the plan, in the child's own words."


def _exemptions() -> dict[str, AdaptiveCard]:
    cards = exemption_cards("Away for my sister's wedding.", "Rosa Vale", _ID)
    return {"exemption": cards["exemption"], "exemption-approval": cards["request"]}


def _digest_entry(group: Group, kind: ItemKind, number: int, title: str, when: str, words: str = "") -> Entry:
    return Entry(group, title, when, words, "", ANSWERS[group](About((kind, number), title, _DUE, is_begun=True)))


def _digest() -> AdaptiveCard:
    entries = [
        _digest_entry(
            Group.OWN_AUDITS, ItemKind.RETURN, 1, f"Reference {_REF}", "It was due by Tuesday 1 December 2026."
        ),
        _digest_entry(
            Group.OWN_ACTIONS,
            ItemKind.ACTION,
            2,
            "Reference 4820194",
            "It is due by Friday 4 December 2026.",
            "Give each step of the plan a day.",
        ),
    ]
    return digest_card(DigestView(_DUE, entries, "the QA team"), _ID)


def _leave() -> AdaptiveCard:
    days = "From Thursday 3 December to Monday 14 December 2026"
    ways = [Button(title, Verb.LEAVE_FORM, sends_inputs=False) for title in ("Change", "Take it back")]
    lines = [
        Line(days, ["Recorded by you on Friday 20 November 2026."], buttons=ways),
        Line("Sue Okafor answers for you", [days]),
    ]
    actions = [Button("Record leave", Verb.LEAVE_FORM, sends_inputs=False)]
    words = "On these days no reminder is sent. Alarms still are, to the deputy too."
    return listing_card(Listing("Your leave", [words], lines, actions, fallback="Your leave."), _ID)


def _chasing() -> dict[str, AdaptiveCard]:
    set_by = Line("From Tuesday 1 December 2026: 09:30", ["Set by Tomasz Birch on Friday 20 November 2026."])
    change = Button("Change", Verb.POLICY, sends_inputs=False)
    policy = Listing("When the day's list is made", ["Now: 08:00."], [set_by], [change])
    rule = "working days after Tuesday 1 December 2026 (its due day), to the auditor."
    sent = [
        Line(f"Friday 4 December 2026: reference {_REF}", [f"3 {rule}", "Sent."]),
        Line(
            f"Wednesday 2 December 2026: reference {_REF}",
            [f"1 {rule.replace('days', 'day', 1)}", "Held back: it was a day of leave."],
        ),
    ]
    ledger = Listing("Sent to Rosa Vale", [], sent, fallback="What was sent.")
    return {"leave": _leave(), "policy": listing_card(policy, _ID), "ledger": listing_card(ledger, _ID)}


def _moderation() -> dict[str, AdaptiveCard]:
    steps = steps_of(_SEVEN.domains)
    step = next(one for one in steps if one.domain is not None)
    read = ReadingView(_OF, step, steps.index(step) + 1, len(steps), [("What the auditor wrote", _EVIDENCE)])
    pairs = [Pair(one.title, one.title, Rating.GOOD, Rating.GOOD) for one in _SEVEN.domains[:3]]
    pairs.append(Pair(OVERALL, "Overall", Rating.GOOD, Rating.REQUIRES_IMPROVEMENT))
    done = moderation_receipt_card(_REF, _TEAM, "The audit is moderated. Its auditor will hear of it.", _ID)
    return {"moderation": reading_card(read), "both-grades": comparison_card(_OF, pairs), "moderation-done": done}


def _concerns() -> dict[str, AdaptiveCard]:
    pairs = [("Reference", _REF), ("Team", _TEAM), ("Stands", f"This entry {standing(ConcernStatus.OPEN)}.")]
    history = [("Friday 20 November 2026 at 18:40: raised, category 1. By Rosa Vale.", "")]
    respond = (ConcernAct.RESPOND.value, TITLES[ConcernAct.RESPOND], wants_words(ConcernAct.RESPOND))
    entry = EntryView(
        3,
        "2026-11-007-C",
        pairs,
        "The response is due today, Friday 20 November 2026.",
        immediate_risk="Left alone overnight, twice this week.",
        history=history,
        actions=[respond],
    )
    watched = WatchedLine(7, _REF, "2026-08-007", _TEAM, date(2026, 8, 20), _DUE, is_due=True)
    rate = "Of 20 audits ever at risk of decline, 3 (15%) had a later Inadequate audit of that child."
    watch_list = WatchList(1, 1, rate, [watched], may_review=True)
    return {"concern-entry": entry_card(entry, _ID), "watch-list": watch_list_card(watch_list, _ID)}


def _of_colleagues() -> dict[str, AdaptiveCard]:
    audited = AuditedView(_REF, _TEAM, "Rosa Vale", "2026-11", None, is_manager=False)
    agreed = [("Give each step of the plan a day.", "Sue Okafor", _DUE)]
    strengths = "Seen alone at home and at school; what was said is in the plan."
    answers = answers_to_action(2, "action AC-12", {LIST: MINE, FIRST: 0}, may_wait=True)
    name, due = f"Action AC-12, from the audit of reference {_REF}", "It is due by Friday 4 December 2026."
    mine = ActionList("My actions", "You have 1 open action.", [ActionEntry(name, agreed[0][0], due, (), answers)])
    return {
        "outcome": outcome_card(OutcomeView(audited, strengths, agreed)),
        "my-actions": actions_list_card(mine, _ID),
    }


def _following() -> dict[str, AdaptiveCard]:
    history = [
        ("Friday 4 December 2026: moved from stage 1 to stage 2. By Cerys Holm.", "No answer in ten days."),
        ("Friday 20 November 2026: raised at stage 1. By Cerys Holm.", "Two reviews agreed on one step."),
    ]
    moves = [("Move to stage 3", "move_up"), ("Resolve it", "resolve")]
    raised_on = date(2026, 11, 20)
    about = (4, f"{_REF}-D1", _REF, _TEAM, "Drift and Delay", "IRO", 2, "Stage 2, in process", "Cerys Holm", raised_on)
    questions = ["Is the plan up to date?", "Was the child seen alone?"]
    record = RecordView(9, "Plans and visits", _REF, 1, 4, questions, {questions[0]: "yes"}, 10)
    owed = [("Audits received", "2, of them 1 to acknowledge"), ("Open actions", "4, of them 2 overdue")]
    returned = "Returned on Friday 4 December 2026."
    audits = [
        AuditLine(7, _REF, "2026-11", "Good", returned, is_heeded=False),
        AuditLine(8, "4820194", "2026-10", "Requires Improvement", "Discussed with the team.", is_heeded=True),
    ]
    return {
        "survey": following_cards("", "Rosa Vale", _REF, _ID)["survey"],
        "dispute": dispute_card(DisputeView(*about, history, moves), _ID),
        "dip-sample": record_card(record, _ID),
        "my-team": team_card(TeamView(1, _TEAM, owed, audits), _ID),
    }


def gallery_of_a_phone() -> dict[str, AdaptiveCard]:
    """Each card by the name of its picture, in the order of docs/cards.md."""
    chased = {**_exemptions(), "digest": _digest(), **_chasing()}
    return {**chased, **_moderation(), **_of_colleagues(), **_concerns(), **_following()}
