"""What somebody is told of their request for an exemption, or of an exemption of theirs."""

from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.elements import card, execute, said, typed
from cards.exemptions import MY_AUDITS, MY_EXEMPTIONS, UNTIL_THEN, about
from domain.calendar import spoken_month
from domain.exemptions import RequestStatus
from domain.words import ExemptionKind


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What somebody is told of their request; `by` is who answered, `answer` why it was declined."""

    month: str
    kind: ExemptionKind
    status: RequestStatus
    by: str = ""
    answer: str = ""
    is_recorded: bool = False


_TITLES = {
    RequestStatus.APPROVED: "You are exempt for {}",
    RequestStatus.DECLINED: "No exemption for {}",
    RequestStatus.ASKED: "Your request for {} waits again",
    RequestStatus.LAPSED: "Your request for {} has ended",
    RequestStatus.UNDONE: "You are not exempt for {} any more",
}


def answer_card(view: AnswerView, card_id: str) -> AdaptiveCard:
    """What became of somebody's request, or of an exemption of theirs."""
    month = spoken_month(view.month)
    title = _TITLES[view.status].format(month)
    body: list[CardElement] = [about(view.month, view.kind), *(said(words) for words in _became(view, month))]
    if view.answer:
        body.append(typed(view.answer))
    actions = [execute(one, card_id) for one in (MY_EXEMPTIONS, MY_AUDITS)]
    return card(title, body, actions, fallback=f"{title}. Type 'my exemptions' to see it.")


def _became(view: AnswerView, month: str) -> list[str]:
    who = view.by or "QA"
    if view.status is RequestStatus.APPROVED:
        said_by = f"{who} of QA has noted this." if view.is_recorded else f"{who} has approved it."
        return [said_by, f"You do no audit for {month}. I send you no more about it."]
    if view.status is RequestStatus.DECLINED:
        return [f"{who} has declined it, and says why:"]
    if view.status is RequestStatus.LAPSED:
        return [f"Nobody has answered it while {month} was open, or there was no need to."]
    if view.status is RequestStatus.ASKED:
        return [f"{who} has taken the answer back, so it waits for one again.", UNTIL_THEN]
    why = [f"{who} of QA has ended it. They say:"] if view.answer else [f"{who} has undone it."]
    return [f"Your audit for {month} stands as it did before.", *why]
