"""The field's own words: those of the workbook, letter for letter, and the sentences that go with them."""

from enum import StrEnum

import pytest

from cards.qa_tasks import TITLES
from dialogs.offers import FIRST, MOST_PAGES, offers_for, pages_for
from dialogs.welcome import PAGES, PARTS
from domain.audit_steps import INVOLVEMENT_TITLES, PARTY_TITLES, SENTIMENT_TITLES
from domain.words import (
    OVERALL_RATINGS,
    ActionStatus,
    AllocationKind,
    AllocationStatus,
    ConcernStatus,
    DipAnswer,
    Done,
    EscalationRoute,
    EscalationStatus,
    ExemptionKind,
    Impact,
    Involvement,
    Party,
    QaTaskKind,
    Rating,
    Role,
    SendClass,
    SendStatus,
    Sentiment,
    StandingKind,
)


# The vocabulary of the import workbook, and what is stored besides: a changed word would lose what has been stored.
@pytest.mark.parametrize(
    ("vocabulary", "words"),
    [
        (
            Role,
            """auditor, moderator, external_moderator, social_worker, team_manager, head_of_service, director,
            leader, qa, iro, cp_chair""",
        ),
        (StandingKind, "moderating, alternate_months, mash_alternate_months, maternity, extended_absence, other"),
        (AllocationKind, "core, additional, themed, looped"),
        (Rating, "Outstanding, Good, Requires Improvement, Inadequate, Not Graded"),
        (Party, "social_worker, manager, iro_or_chair, child, parent"),
        (Involvement, "included, attempted, not_attempted, not_applicable"),
        (Sentiment, "positive, mixed, negative"),
        (
            AllocationStatus,
            "allocated, started, returned, sent_back, moderated, uploaded, exempted, withdrawn",
        ),
        (SendClass, "notice, nudge, alarm"),
        (SendStatus, "pending, claimed, sending, sent, failed, unreachable, uncertain, lapsed"),
        (ConcernStatus, "open, responded, reviewed, signed_off, resolved"),
        (ExemptionKind, "health, leave, discretionary, director, other"),
        (ActionStatus, "open, completed, removed"),
        (EscalationRoute, "iro, cp_chair"),
        (EscalationStatus, "in process, resolved"),
        (DipAnswer, "yes, no, partial, not_applicable"),
        (Impact, "improved, no_change, worse, too_soon"),
        (Done, "with, to, both"),
    ],
)
def test_a_vocabulary_has_these_words(vocabulary: type[StrEnum], words: str) -> None:
    assert {word.value for word in vocabulary} == {word.strip() for word in words.split(",")}


def test_an_audit_as_a_whole_is_always_graded() -> None:
    assert set(OVERALL_RATINGS) == set(Rating) - {Rating.NOT_GRADED}


def test_every_word_that_people_choose_from_has_a_title() -> None:
    assert set(PARTY_TITLES) == set(Party)
    assert set(INVOLVEMENT_TITLES) == set(Involvement)
    assert set(SENTIMENT_TITLES) == set(Sentiment)
    assert set(TITLES) == set(QaTaskKind)
    for titles in (PARTY_TITLES, INVOLVEMENT_TITLES, SENTIMENT_TITLES, TITLES):
        shown = [str(title) for title in titles.values()]
        assert len(set(shown)) == len(shown)
        assert not any("_" in title for title in shown)


def test_every_role_hears_at_its_welcome_what_auditbot_does_for_it() -> None:
    assert {role for role, _ in PARTS} == set(Role)


@pytest.mark.parametrize(
    ("roles", "offered"),
    [
        (set(), []),
        ({Role.LEADER}, ["What can I ask?", "Feedback themes", "My leave"]),
        ({Role.SOCIAL_WORKER}, ["My actions", "My surveys", "My leave"]),
        ({Role.IRO}, ["Raise an escalation", "My escalations", "My actions", "My leave"]),
    ],
)
def test_a_person_is_offered_what_their_role_may_do(roles: set[Role], offered: list[str]) -> None:
    assert [offer.button for offer in offers_for(frozenset(roles))] == offered


def test_a_person_with_several_roles_is_offered_what_the_union_of_them_may_do() -> None:
    roles = frozenset({Role.AUDITOR, Role.QA, Role.DIRECTOR})
    together = [offer.button for offer in offers_for(roles)]
    assert set(together) == {offer.button for role in roles for offer in offers_for(frozenset({role}))}
    assert len(together) == len(set(together)), "each once"
    assert together[:3] == ["My audits", "QA tasks", "Children of concern"], "what each role comes for stands first"


@pytest.mark.parametrize("roles", [set(), *({role} for role in Role), set(Role)])
def test_the_help_has_each_place_once_and_no_page_is_a_wall_of_buttons(roles: set[Role]) -> None:
    pages = pages_for(frozenset(roles))
    shown = [[offer for group in page for offer in group.offers] for page in pages]
    assert sorted(offer.button for page in shown for offer in page) == sorted(
        offer.button for offer in offers_for(frozenset(roles))
    )
    assert len(shown[0]) <= FIRST + 1
    assert all(2 <= len(page) <= 8 for page in shown[1:])
    assert all(group.title for page in pages[1:] for group in page)


def test_every_page_of_the_help_but_the_first_can_be_typed() -> None:
    assert {f"help {number + 1}": number for number in range(1, MOST_PAGES)} == PAGES
    assert len(pages_for(frozenset({Role.QA}))) <= MOST_PAGES
