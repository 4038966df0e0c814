"""The field's own words: those of the workbook, letter for letter, and the sentences that go with them."""

from enum import StrEnum

import pytest

from cards.qa_tasks import TITLES
from dialogs.welcome import PARTS, offers_for
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
        (ConcernStatus, "open, responded, resolved"),
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
        (set(), ["Help"]),
        ({Role.LEADER}, ["My leave", "Feedback themes", "What can I ask?", "Help"]),
        ({Role.SOCIAL_WORKER}, ["My actions", "My surveys", "My leave", "Help"]),
        ({Role.IRO}, ["My actions", "Raise an escalation", "My escalations", "My leave", "Help"]),
    ],
)
def test_a_person_is_offered_what_their_role_may_do(roles: set[Role], offered: list[str]) -> None:
    assert [offer.button for offer in offers_for(frozenset(roles))] == offered


def test_a_person_with_several_roles_is_offered_what_the_union_of_them_may_do() -> None:
    roles = frozenset({Role.AUDITOR, Role.QA, Role.DIRECTOR})
    together = [offer.button for offer in offers_for(roles)]
    assert set(together) == {offer.button for role in roles for offer in offers_for(frozenset({role}))}
    assert len(together) == len(set(together)), "each once"
