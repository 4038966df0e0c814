"""Who may be given which record (DOMAIN, "The monthly cycle", 2): the rules that hold for a single allocation."""

from dataclasses import dataclass

from domain.policy import Closeness, Policy


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known of somebody who is to be given an audit.

    Attributes:
        is_auditor: they are down as an auditor.
        is_current: they work here.
        has_it: the audit is theirs already.
        is_own_team: the record is of their own team.
        is_line_managed: they are the line manager of the record's social worker.
        is_own_case: they are the record's social worker, IRO or chair.
        has_other_half: they audit the same record in the same loop.
        is_exempt: they are exempt for the audit's month.
        is_trained: they were trained in the method by the first of the audit's month, as the import asks too.
    """

    is_auditor: bool = True
    is_current: bool = True
    has_it: bool = False
    is_own_team: bool = False
    is_line_managed: bool = False
    is_own_case: bool = False
    has_other_half: bool = False
    is_exempt: bool = False
    is_trained: bool = True


def hindrance(name: str, fit: Fit, policy: Policy) -> str | None:
    """Why somebody can't be given an audit, as a sentence that says what to do; None where they can."""
    refused = (
        (not fit.is_current, f"{name} has left. Choose somebody who works here."),
        (not fit.is_auditor, f"{name} is not down as an auditor. Choose an auditor, or add the role in the workbook."),
        (fit.has_it, f"{name} has this audit already. Choose somebody else."),
        (fit.is_own_case, f"{name} works with this child. Choose somebody else."),
        (fit.has_other_half, f"{name} has the other half of this loop. Choose somebody else."),
        (fit.is_exempt, f"{name} is exempt for this month. Choose somebody else, or type 'exemptions' to end that."),
        (
            fit.is_own_team and policy.own_team_audits is Closeness.REFUSED,
            f"{name} is of the team whose work this is. Choose somebody of another team.",
        ),
        (
            fit.is_line_managed and policy.line_managed_audits is Closeness.REFUSED,
            f"{name} is the social worker's line manager. Choose somebody else.",
        ),
    )
    return next((sentence for applies, sentence in refused if applies), None)


def caution(name: str, fit: Fit, policy: Policy) -> str | None:
    """What QA should know before they give somebody an audit all the same; None where there is nothing."""
    warned = (
        (fit.is_own_team and policy.own_team_audits is Closeness.WARNED, f"{name} is of the team whose work this is."),
        (
            fit.is_line_managed and policy.line_managed_audits is Closeness.WARNED,
            f"{name} is the social worker's line manager.",
        ),
        (not fit.is_trained, f"The workbook does not say that {name} was trained before this month."),
    )
    found = [sentence for applies, sentence in warned if applies]
    return " ".join([*found, "Press again to give it to them all the same."]) if found else None
