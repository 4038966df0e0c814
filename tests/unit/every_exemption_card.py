"""Every card about exemptions, made from views as `every_card` makes the others."""

from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.elements import Button
from cards.exemptions import (
    AskForm,
    Left,
    OwnExemption,
    OwnRequest,
    ask_card,
    asked_card,
    kind_choices,
    my_exemptions_card,
    none_to_ask_card,
    own_word_card,
)
from cards.exemptions_approval import RequestView, decline_card, request_card, requests_card
from cards.exemptions_news import AnswerView, answer_card
from cards.exemptions_register import RegisterLine, RegisterView, register_button, register_card
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import EXEMPTION, Verb
from domain.exemptions import RequestStatus
from domain.words import ExemptionKind

DAY = date(2026, 11, 20)
MONTH = "2026-12"
LEFT = Left("2026/27", 1, 2)
NONE_LEFT = Left("2027/28", 0, 2)


def exemption_cards(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards by a name for each; `text` is what somebody typed wherever somebody types."""
    return {**_asking(text, name, card_id), **_answering(text, name, card_id), **_registered(text, name, card_id)}


def _asking(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    form = AskForm([MONTH, "2027-01"], [LEFT, NONE_LEFT], {"month": MONTH})
    wrong = {"month": "Choose one of these months.", "kind": "Choose a kind.", "why": "Say why in a few words."}
    asked = OwnRequest(12, MONTH, ExemptionKind.LEAVE, RequestStatus.ASKED, DAY, name)
    declined = replace(asked, status=RequestStatus.DECLINED, answer=text or "Too few are left.")
    own = replace(asked, kind=ExemptionKind.DISCRETIONARY, status=RequestStatus.APPROVED, is_own_word=True)
    had = [OwnExemption(MONTH, ExemptionKind.HEALTH, DAY), OwnExemption("2026-11", own.kind, DAY, own, [7, 8])]
    requests = [asked, declined, replace(asked, with_whom=""), replace(asked, status=RequestStatus.LAPSED)]
    told = {
        f"exemption {status.value}, told": answer_card(
            AnswerView(MONTH, ExemptionKind.HEALTH, status, name, text or "We need you."), card_id
        )
        for status in (
            RequestStatus.APPROVED,
            RequestStatus.DECLINED,
            RequestStatus.ASKED,
            RequestStatus.LAPSED,
            RequestStatus.UNDONE,
        )
    }
    return {
        "exemption": ask_card(form, card_id),
        "exemption, every one asked for": ask_card(replace(form, left=[Left("2026/27", 0, 0)]), card_id),
        "exemption refused": ask_card(replace(form, given={"why": text}, complaints=wrong), card_id),
        "exemption, no month": none_to_ask_card("You are exempt for every month that is open.", card_id),
        "exemption on one's own word": own_word_card(own, LEFT, card_id),
        "exemption asked for": asked_card(asked, card_id),
        "exemption asked for, nobody there": asked_card(replace(asked, with_whom=""), card_id, dropped_reason=True),
        "my exemptions, none": my_exemptions_card([], [], [LEFT], card_id),
        "my exemptions": my_exemptions_card([*had, *had], requests, [LEFT, NONE_LEFT], card_id, may_ask=False),
        "exemption recorded, told": answer_card(
            AnswerView(MONTH, ExemptionKind.LEAVE, RequestStatus.APPROVED, name, is_recorded=True), card_id
        ),
        **told,
    }


def _answering(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    history = [
        ("2026/27", "2 besides health and leave (discretionary 2); health 1; leave 0"),
        ("2025/26", "0 besides health and leave; health 0; leave 1"),
    ]
    rates = [
        "Completion of the whole council stays at 59 of 74 (80%).",
        "Net completion goes from 59 of 67 (88%) to 59 of 66 (89%).",
        "Completion of Children's Social Care stays at 45 of 59 (76%).",
        "Net completion goes from 45 of 52 (87%) to 45 of 51 (88%).",
    ]
    view = RequestView(
        12, name, MONTH, ExemptionKind.LEAVE, DAY, RequestStatus.ASKED, text, history=history, rates=rates
    )
    health = replace(view, kind=ExemptionKind.HEALTH, reason="")
    said = "by Mina Castell on Friday 20 November 2026 at 09:00."
    approved = replace(
        view, status=RequestStatus.APPROVED, history=(), rates=(), stands=f"Approved {said}", may_undo=True
    )
    declined = replace(approved, status=RequestStatus.DECLINED, stands=f"Declined {said}", answer=text)
    return {
        "request": request_card(view, card_id),
        "request for health": request_card(health, card_id),
        "request approved": request_card(approved, card_id),
        "request declined": request_card(declined, card_id),
        "request from the digest": request_card(replace(view, day="2026-11-24"), card_id),
        "request approved long ago": request_card(replace(approved, may_undo=False), card_id),
        "decline": decline_card(view, "", "", card_id),
        "decline refused": decline_card(view, text, "Say why in a few words.", card_id),
        "requests, none": requests_card([], 0, card_id),
        "requests": requests_card([replace(view, history=(), rates=())] * 12, 3, card_id),
    }


def _registered(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    line = RegisterLine(3, name, ExemptionKind.OTHER, text, name, DAY, "chat")
    lines = [line, replace(line, kind=ExemptionKind.HEALTH, reason="", authorised_by="", source="import")] * 5
    view = RegisterView(MONTH, "2026-11", "2027-01", lines, 0, 23, 2, "Rosa Adeyemi is exempt now.")
    asked = [
        Asked("name", "Who is exempt?", "line", required="Type a name or an e-mail address."),
        Asked("kind", "Kind", "choice", required="Choose a kind.", choices=kind_choices()),
        Asked("why", "Why? Leave it empty for health."),
    ]
    record = Button("Record it", Verb.RECORD_EXEMPTION, style="positive")
    end = Button("End it", Verb.END_EXEMPTION, {EXEMPTION: 3}, style="destructive")
    back = register_button("Cancel", MONTH)
    given, wrong = {"name": text[:200], "why": text}, {"name": "Type a name.", "why": "Say why."}
    form = ChangeForm("Record an exemption", (), "It stands in your name.", asked, record, back)
    return {
        "exemptions": register_card(view, card_id),
        "exemptions, none": register_card(RegisterView(MONTH, "2026-11", "2027-01", [], 0, 0, 0), card_id),
        "record an exemption": form_card(form, card_id),
        "record an exemption, refused": form_card(replace(form, given=given, complaints=wrong), card_id),
        "end an exemption": form_card(replace(form, title="End an exemption", asked=asked[2:], go=end), card_id),
    }
