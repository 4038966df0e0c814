"""What helps to decide about an exemption: what somebody has had, and what it would do to the month's rates."""

from collections.abc import Mapping
from dataclasses import dataclass

from cards.exemptions_approval import RequestView
from domain.calendar import london_day, spoken_day, spoken_month, spoken_time
from domain.exemptions import (
    COUNTED_APART,
    KIND_WORDS,
    FinancialYear,
    RequestStatus,
    can_be_undone,
    financial_year,
)
from domain.words import ExemptionKind
from metrics.figures import Figure, count_figures
from metrics.periods import month_named
from metrics.query import Dimension, Query
from metrics.scope import Viewer
from metrics.statistics import whole_percent
from metrics.vocabulary import viewer_of
from storage.exempted_audits import services_of_month
from storage.exemptions import Request, counts_by_kind, needs_answer
from storage.people import names_of, person_by_id
from storage.store import Unit

Filters = Mapping[Dimension, tuple[str, ...]]
_BESIDE = "besides health and leave"


def request_view(unit: Unit, request: Request, viewer_id: int, *, is_whole: bool = True) -> RequestView:
    """A request as whoever answers it sees it; `is_whole` with what helps to decide it, while it waits."""
    is_open = is_whole and request.is_waiting and needs_answer(unit, request.id)
    helps = is_open and is_whole
    return RequestView(
        request.id,
        request.name,
        request.month,
        request.kind,
        london_day(request.asked_at),
        request.status,
        reason=request.reason or "",
        history=_history(unit, request) if helps else (),
        rates=_rates(unit, request, viewer_id) if helps else (),
        stands=_stands(unit, request),
        answer=request.answer or "",
        may_undo=_may_undo(request, unit),
    )


def _may_undo(request: Request, unit: Unit) -> bool:
    decided = {RequestStatus.APPROVED, RequestStatus.DECLINED}
    return request.status in decided and not request.is_own_word and can_be_undone(request.decided_at, unit.now)


_WORDS = {
    RequestStatus.APPROVED: "Approved",
    RequestStatus.DECLINED: "Declined",
    RequestStatus.WITHDRAWN: "Taken back",
    RequestStatus.LAPSED: "No answer is needed any more: the audit came back, the month closed, or they are exempt",
    RequestStatus.UNDONE: "Ended by QA",
}


def _stands(unit: Unit, request: Request) -> str:
    if request.is_waiting:
        return ""
    words = _WORDS[request.status]
    by = request.decided_by_id
    if by is None or request.decided_at is None or request.status is RequestStatus.LAPSED:
        return f"{words}."
    day = spoken_day(london_day(request.decided_at))
    return f"{words} by {names_of(unit, [by])[by]} on {day} at {spoken_time(request.decided_at)}."


def _history(unit: Unit, request: Request) -> list[tuple[str, str]]:
    this = financial_year(request.month)
    return [(year.label, _counted(unit, request.person_id, year)) for year in (this, this.before)]


def _counted(unit: Unit, person_id: int, year: FinancialYear) -> str:
    """A year's exemptions in words: health and leave are counted apart (DOMAIN, step 6)."""
    counts = counts_by_kind(unit, person_id, year)
    beside = sum(count for kind, count in counts.items() if kind not in COUNTED_APART)
    kinds = [
        f"{KIND_WORDS[kind]} {counts[kind]}" for kind in ExemptionKind if kind not in COUNTED_APART and counts[kind]
    ]
    told = f"{beside} {_BESIDE}" + (f" ({', '.join(kinds)})" if kinds else "")
    apart: Mapping[str, int] = {KIND_WORDS[kind]: counts[kind] for kind in ExemptionKind if kind in COUNTED_APART}
    return "; ".join([told, *(f"{name} {count}" for name, count in apart.items())])


def _rates(unit: Unit, request: Request, viewer_id: int) -> list[str]:
    """What approving does to the month's rates as they stand today: of the council, and of the service audited."""
    counting = _Counting(unit, request, viewer_of(unit, person_by_id(unit, viewer_id)))
    whole = counting.figure("completion_rate", {})
    if not whole.denominator:
        return [f"Nothing is allocated for {spoken_month(request.month)} yet, so there is no rate to change."]
    services = services_of_month(unit, request.person_id, request.month)
    lines = counting.lines("the whole council", {})
    for service in services:
        of_service = {Dimension.SERVICE: (service,)}
        if counting.figure("completion_rate", of_service).denominator != whole.denominator:
            lines += counting.lines(service, of_service)
    return lines


@dataclass(frozen=True, slots=True)
class _Counting:
    """The rates of a request's month, for whoever answers it."""

    unit: Unit
    request: Request
    viewer: Viewer

    def figure(self, metric: str, filters: Filters) -> Figure:
        """A figure of the month as it stands today (METRICS)."""
        query = Query(metric, (month_named(self.request.month),), london_day(self.unit.now), filters)
        return count_figures(self.unit, query, self.viewer).total

    def lines(self, whose: str, filters: Filters) -> list[str]:
        """Both rates, before and after: what is exempt still counts for completion, and leaves net completion."""
        fewer = self.figure("outstanding", {**filters, Dimension.AUDITOR: (self.request.email,)}).numerator or 0
        net = self.figure("net_completion_rate", filters)
        stays = f"Completion of {whose} stays at {_share(self.figure('completion_rate', filters), 0)}."
        if not fewer:
            return [stays, f"Net completion stays at {_share(net, 0)}: nothing is allocated to them."]
        return [stays, f"Net completion goes from {_share(net, 0)} to {_share(net, fewer)}."]


def _share(figure: Figure, fewer: int) -> str:
    above, below = figure.numerator or 0, (figure.denominator or 0) - fewer
    if below <= 0:
        return "no data, since nothing is left to count"
    return f"{above} of {below} ({whole_percent(above, below)}%)"
