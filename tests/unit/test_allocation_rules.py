"""Who may be given which record: refused, warned of, or fine, by the council's settings."""

from dataclasses import fields, replace

import pytest

from domain.allocation_rules import Fit, caution, hindrance
from domain.policy import Closeness, Policy

USUAL = Policy()
WARNED = replace(USUAL, own_team_audits=Closeness.WARNED, line_managed_audits=Closeness.WARNED)
ALLOWED = replace(USUAL, own_team_audits=Closeness.ALLOWED, line_managed_audits=Closeness.ALLOWED)


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        (Fit(is_current=False), "Rosa has left. Choose somebody who works here."),
        (Fit(is_auditor=False), "Rosa is not down as an auditor."),
        (Fit(has_it=True), "Rosa has this audit already. Choose somebody else."),
        (Fit(is_own_case=True), "Rosa works with this child. Choose somebody else."),
        (Fit(is_exempt=True), "Rosa is exempt for this month."),
        (Fit(has_other_half=True), "Rosa has the other half of this loop. Choose somebody else."),
    ],
)
@pytest.mark.parametrize("policy", [USUAL, WARNED, ALLOWED])
def test_some_may_never_have_it_whatever_the_settings(fit: Fit, said: str, policy: Policy) -> None:
    assert (hindrance("Rosa", fit, policy) or "").startswith(said)


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        (Fit(is_own_team=True), "Rosa is of the team whose work this is."),
        (Fit(is_line_managed=True), "Rosa is the social worker's line manager."),
    ],
)
def test_whoever_is_close_to_the_work_is_refused_warned_of_or_fine_by_the_setting(fit: Fit, said: str) -> None:
    assert (hindrance("Rosa", fit, USUAL) or "").startswith(said)
    assert caution("Rosa", fit, USUAL) is None
    assert hindrance("Rosa", fit, WARNED) is None
    assert caution("Rosa", fit, WARNED) == f"{said} Press again to give it to them all the same."
    assert hindrance("Rosa", fit, ALLOWED) is None
    assert caution("Rosa", fit, ALLOWED) is None


def test_both_ways_of_being_close_are_warned_of_together() -> None:
    words = caution("Rosa", Fit(is_own_team=True, is_line_managed=True), WARNED)
    assert words is not None
    assert "of the team" in words
    assert "line manager" in words


def test_anybody_else_may_have_it() -> None:
    assert hindrance("Rosa", Fit(), USUAL) is None
    assert hindrance("Rosa", Fit(is_trained=False), USUAL) is None
    assert caution("Rosa", Fit(), USUAL) is None


def test_every_fact_about_somebody_matters() -> None:
    for field in fields(Fit):
        other = replace(Fit(), **{field.name: not getattr(Fit(), field.name)})
        assert hindrance("Rosa", other, USUAL) or caution("Rosa", other, USUAL), field.name


@pytest.mark.parametrize("policy", [USUAL, WARNED, ALLOWED])
def test_whoever_was_not_trained_may_be_given_an_audit_after_a_second_look(policy: Policy) -> None:
    said = "The workbook does not say that Rosa was trained before this month."
    assert caution("Rosa", Fit(is_trained=False), policy) == f"{said} Press again to give it to them all the same."
