import json

import pytest

from benchmarks.figures import Figure, Round, across, across_known, percentile, ratio_of_rates
from benchmarks.processor import Spent
from benchmarks.report import as_json, as_text, crowded, fastest_successor, targets


def a_round(turns: int, seconds: float, busy: float = 0.2, slow_ms: float = 10.0) -> Round:
    """Turns that all took 10 ms but one in fifty, which took `slow_ms`."""
    slow = max(1, turns // 50)
    return Round(seconds, tuple([10.0] * (turns - slow) + [slow_ms] * slow), busy)


@pytest.mark.parametrize(("share", "value"), [(0.5, 100.0), (0.99, 198.0), (1.0, 200.0), (0.001, 1.0), (0.07, 14.0)])
def test_a_percentile_is_the_measured_value_at_its_rank(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(1, 201)], share) == value


@pytest.mark.parametrize("share", [0.0, 1.01, -0.5])
def test_a_share_outside_its_range_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="at most 1"):
        percentile([1.0], share)


def test_nothing_has_no_percentile_and_no_median() -> None:
    with pytest.raises(ValueError, match="at least one turn"):
        percentile([], 0.5)
    with pytest.raises(ValueError, match="at least one"):
        across([])


def test_a_round_knows_its_rate_and_its_tail() -> None:
    one = a_round(100, 2.0, slow_ms=35.0)
    assert (one.rate, one.p50, one.p99, one.tail) == (50.0, 10.0, 35.0, 3.5)


def test_a_round_knows_what_a_turn_took_of_the_processor_and_the_stores_share_of_it() -> None:
    one = Round(1.0, (10.0,) * 200, 0.2, Spent(first=0.1, others=0.3))
    assert one.processor_ms == pytest.approx(2.0)
    assert one.store_share == pytest.approx(0.75)
    assert Spent(3.0, 2.0).since(Spent(1.0, 0.5)) == Spent(2.0, 1.5)


def test_where_the_processor_says_nothing_neither_does_the_table() -> None:
    assert (a_round(100, 1.0).processor_ms, a_round(100, 1.0).store_share) == (None, None)
    assert across_known([None, 3.0, 1.0]) == Figure(2.0, 1.0, 3.0)
    assert across_known([None]) is None
    silent = {"card-step": [a_round(100, 1.0)]}
    assert "store's thread" not in as_text(silent)
    assert "processor_ms_a_turn" not in as_json(silent, {})["servers"]["card-step"]


def test_the_table_shows_what_a_step_took_of_the_processor_and_the_stores_share_of_it() -> None:
    measured = {"card-step": [Round(1.0, (10.0,) * 200, 0.2, Spent(first=0.1, others=0.3))]}
    assert "CPU ms" in as_text(measured)
    assert "The store's thread had 75% of a card step's processor time" in as_text(measured)
    assert as_json(measured, {})["servers"]["card-step"]["processor_ms_a_turn"]["median"] == pytest.approx(2.0)


def test_rounds_are_shown_by_their_median_with_the_extremes_beside_it() -> None:
    assert across([3.0, 1.0, 20.0]) == Figure(3.0, 1.0, 20.0)


def test_ratios_are_paired_so_that_a_slow_spell_of_the_machine_leaves_them_alone() -> None:
    ours = [a_round(400, 1.0), a_round(400, 4.0), a_round(400, 2.0)]
    base = [a_round(100, 1.0), a_round(100, 4.0), a_round(100, 2.0)]
    assert ratio_of_rates(ours, base) == Figure(4.0, 4.0, 4.0)


def test_ratios_need_the_same_number_of_rounds() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratio_of_rates([a_round(100, 1.0)], [])


def test_the_fastest_successor_is_found_among_those_measured() -> None:
    results = {"teams-echo": [a_round(300, 1.0)], "agents-echo": [a_round(800, 1.0)]}
    assert fastest_successor(results) == "agents-echo"
    assert fastest_successor({"teams-echo": [a_round(300, 1.0)]}) == "teams-echo"
    assert fastest_successor({"stock-echo": [a_round(100, 1.0)]}) is None


def test_each_target_is_judged_by_what_the_run_saw() -> None:
    results = {
        "stock-echo": [a_round(100, 1.0)],
        "agents-echo": [a_round(800, 1.0)],
        "card-step": [a_round(500, 1.0, slow_ms=31.0)],
    }
    assert [(one.met, one.seen.median) for one in targets(results)] == [
        (True, 5.0),
        (False, 0.625),
        (False, 3.1),
    ]


def test_a_target_whose_base_was_not_measured_is_not_judged() -> None:
    assert len(targets({"card-step": [a_round(500, 1.0)]})) == 1
    assert targets({"stock-echo": [a_round(100, 1.0)]}) == []


def test_the_table_says_what_is_met_and_lines_its_columns_up() -> None:
    text = as_text({"stock-echo": [a_round(100, 1.0)], "card-step": [a_round(500, 1.0, slow_ms=31.0)]})
    heading, stock, ours = text.splitlines()[:3]
    assert heading.index("turns/s") + len("turns/s") == stock.rindex(")") + 1 == ours.rindex(")") + 1
    assert "met      a card step's turns/s are at least 4 times the stock echo's: 5.00 (5.00 to 5.00)" in text
    assert "NOT met  a card step's p99 is at most 3 times its p50: 3.10 (3.10 to 3.10)" in text
    assert "Careful" not in text


def test_a_generator_that_was_the_bottleneck_is_confessed() -> None:
    text = as_text({"card-step": [a_round(500, 1.0, busy=0.85)]})
    assert "Careful: the load generator was busy 85% of the time beside auditbot, card step" in text


def test_a_machine_that_was_busy_before_the_run_is_confessed() -> None:
    assert crowded(0.5, 2) == ""
    assert "busy before the run (load 1.3 on 2 cores)" in crowded(1.3, 2)


def test_the_file_holds_every_ratio_and_can_be_written() -> None:
    results = {"stock-echo": [a_round(100, 1.0)], "card-step": [a_round(500, 1.0)]}
    report = json.loads(json.dumps(as_json(results, {"rounds": 1})))
    assert report["rounds"] == 1
    assert report["servers"]["card-step"]["turns_per_second"]["median"] == 500.0
    assert report["servers"]["card-step"]["ratio_of_turns_per_second_to"]["stock-echo"]["median"] == 5.0
    assert report["servers"]["stock-echo"]["ratio_of_turns_per_second_to"]["card-step"]["median"] == 0.2
    assert [one["met"] for one in report["targets"]] == [True, True]
