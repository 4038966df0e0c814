"""What may not stand in free text: identifiers that are refused, and plain sentences that are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import find_refused, is_nhs_number, refusal

NHS, POSTCODE, BORN = "an NHS number", "a postcode", "a date of birth"
NBSP, NARROW, DASH = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{EN DASH}"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.what, text[one.start : one.end]) for one in find_refused(text)]


# The check digits were worked by hand: 10, 9 … 2 times each digit, the sum modulo 11, taken from 11.
@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        ("9434765919", True),
        ("9434765918", False),
        ("4010232137", True),
        ("4010232138", False),
        ("9876543210", True),
        ("1234567890", False),
        ("9876544390", False),  # the remainder asks for a check digit of ten: there is no such number
        ("9999999999", True),
    ],
)
def test_an_nhs_number_ends_in_its_check_digit(digits: str, is_one: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_nhs_number(digits) is is_one


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("9434765919", "9434765919"),
        ("NHS number 943 476 5919.", "943 476 5919"),
        ("(943-476-5919)", "943-476-5919"),
        ("943.476.5919 is the number", "943.476.5919"),
        (f"943{NBSP}476{NBSP}5919", f"943{NBSP}476{NBSP}5919"),
        (f"943{NARROW}476{NARROW}5919", f"943{NARROW}476{NARROW}5919"),
        (f"943{DASH}476{DASH}5919", f"943{DASH}476{DASH}5919"),
        ("943  476  5919", "943  476  5919"),
        ("943 - 476 - 5919", "943 - 476 - 5919"),
        ("94 34 76 59 19", "94 34 76 59 19"),
        ("NHS9434765919", "9434765919"),
        ("No.9434765919", "9434765919"),
        ("no:9434765919,", "9434765919"),
        ("9434765919.", "9434765919"),
        ("Seen 3 times; 9434765919", "9434765919"),
        ("\N{FULLWIDTH DIGIT NINE}434765919", "\N{FULLWIDTH DIGIT NINE}434765919"),
    ],
)
def test_an_nhs_number_is_found_however_it_is_written(text: str, place: str) -> None:
    assert found(text) == [(NHS, place)]


@pytest.mark.parametrize(
    "text",
    [
        "9434765918",  # the check digit is wrong
        "94347659190",  # eleven digits
        "194347659191",
        "Reference 4820193.",
        "CS-2026-11201",
        "The record 4820193 and the record 4820194",
        "07700 900123",
        "01632 960001",
        "020 7946 0958",
        "+44 7700 900123",
        "0.9434765919",
        "12 visits, 14 calls, 3 reviews",
        "Seen on 2026-11-20 10:30",  # with the hour these are ten digits and a good check digit
        "Seen on 2026-11-20 11:30",
        "Seen on 20/11/2026 10:30",
        "Seen 20-11-2026 11 times",
        "Seen 2026-11-20 12 times",
        "0117 496 0123",
        "2018 2019 2020 2021",
    ],
)
def test_other_numbers_are_no_nhs_numbers(text: str) -> None:
    assert found(text) == []


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.integers(0, 99))
def test_a_date_and_a_number_after_it_are_no_nhs_number(day: date, count: int) -> None:
    assert found(f"Seen {day} {count:02} times") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("M1 1AA", "M1 1AA"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 1HQ", "W1A 1HQ"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("m1 1aa", "m1 1aa"),
        ("Ec1A 1Bb", "Ec1A 1Bb"),
        ("M11AA", "M11AA"),
        ("ec1a1bb", "ec1a1bb"),
        ("M1  1AA", "M1  1AA"),
        (f"M1{NBSP}1AA", f"M1{NBSP}1AA"),
        ("M1\n1AA", "M1\n1AA"),
        ("M1-1AA", "M1-1AA"),
        ("They moved to B33 8TH, near the school.", "B33 8TH"),
        ("12 Long Lane,B33 8TH.", "B33 8TH"),
        ("SW4 5TH", "SW4 5TH"),  # in capitals it is no ordinal
    ],
)
def test_a_full_postcode_is_found_however_it_is_written(text: str, place: str) -> None:
    assert found(text) == [(POSTCODE, place)]


@pytest.mark.parametrize(
    "text",
    [
        "SW4",  # the district alone is no address
        "the SW4 area",
        "ward SW4 5th floor",
        "plan P3 4th review",
        "room E1 2nd floor",
        "A1 1st choice",
        "class B2 3rd term",
        "S47 enquiry",
        "a Section 20 agreement",
        "form C1A",
        "CP1 to CP4",
        "KS2 pupil",
        "Year 5 2nd term",
        "M1 1A",
        "M1 1AAA",
        "XM1 1AAB",
        "Q1 1AA",  # no postcode begins with Q
        "M1 1CI",  # nor ends in these letters
        "Q2 2026",
        "H1 2026",
        "T4 at 2pm",
    ],
)
def test_what_only_looks_like_a_postcode_is_let_through(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("born 12/03/2014", "12/03/2014"),
        ("Born on 12.03.14", "12.03.14"),
        ("DOB 12-03-2014", "12-03-2014"),
        ("DOB: 2014-03-12", "2014-03-12"),
        ("DOB 2014/03/12", "2014/03/12"),
        ("dob12/03/2014", "12/03/2014"),
        ("D.O.B. 12 March 2014", "12 March 2014"),
        ("D.O.B. March 12, 2014", "March 12, 2014"),
        ("d o b 12th of March 2014", "12th of March 2014"),
        ("date of birth is 12 Mar 14", "12 Mar 14"),
        ("Date of birth: 12-Mar-2014", "12-Mar-2014"),
        ("born on the 1st Sept 2014", "1st Sept 2014"),
        ("born on 12 March", "12 March"),
        ("born March 12th", "March 12th"),
        ("DOB 12 03 2014", "12 03 2014"),
        ("DOB 12 / 03 / 2014", "12 / 03 / 2014"),
        ("12/03/2014 (DOB)", "12/03/2014"),
        ("12/03/2014 is when she was born", "12/03/2014"),
        ("The child was born, according to the record, on 12 March 2014.", "12 March 2014"),
        ("born at St. Mary's on 12/03/2014", "12/03/2014"),
        ("DOB\n12/03/2014", "12/03/2014"),
        ("DOB:\n\n12/03/2014", "12/03/2014"),
        ("born 12/03/2014. Seen 20/11/2026.", "12/03/2014"),
    ],
)
def test_a_date_next_to_born_is_found(text: str, place: str) -> None:
    assert found(text) == [(BORN, place)]


@pytest.mark.parametrize(
    "text",
    [
        "Seen on 12/03/2026.",
        "The review of 12 March 2026 was late.",
        "She was born here. Seen alone on 12/03/2026.",
        "He was born abroad! On 12 March 2026 the plan changed.",
        "The baby was born early; the visit of 12 March 2026 was on time.",
        "The baby was born early\nVisit on 12/03/2026",
        "Born in this city and known to the service for years, the child was seen alone on 12/03/2026.",
        "Born in this city, the child was first known to us on 12/03/2026.",
        "The newborn was seen on 12/03/2026.",
        "Ms Osborn saw the family on 12/03/2026.",
        "A stubborn drift since 12/03/2026.",
        "The child was born in 2014.",
        "Born in spring, may be unwell.",
        "DOB not recorded.",
        "Born at 38 weeks.",
    ],
)
def test_other_dates_are_fine(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "unseen", ["\u00ad", "\u200b", "\u200d", "\u200e", "\u202e", "\u2060", "\ufeff", "\u2066\u2069"]
)
def test_what_nobody_sees_hides_nothing(unseen: str) -> None:
    number, postcode, born = (unseen.join(text) for text in ("943 476 5919", "SW1A 1AA", "born 3/4/2015"))
    text = f"He{unseen}, {number}, of {postcode}, {born}."
    day = born.split(" ", 1)[1].removeprefix(unseen)
    assert found(text) == [(NHS, number), (POSTCODE, postcode), (BORN, day)]


def test_all_that_is_found_comes_in_its_order() -> None:
    text = "B33 8TH, born 12/03/2014, NHS 943 476 5919"
    assert found(text) == [(POSTCODE, "B33 8TH"), (BORN, "12/03/2014"), (NHS, "943 476 5919")]


def test_the_refusal_quotes_the_first_place_and_says_what_to_do() -> None:
    assert refusal("Lives at B33 8TH. NHS 943 476 5919.") == (
        "“B33 8TH” looks like a postcode. Please take it out: we don't keep names or numbers that identify a child."
    )
    assert refusal("A calm home.") is None
    assert refusal("") is None


@given(st.text(st.sampled_from("0123456789 -/.\nABborndob"), max_size=80))
def test_no_text_of_digits_and_letters_stops_the_search_and_every_place_is_right(text: str) -> None:
    findings = find_refused(text)
    assert findings == sorted(findings, key=lambda one: one.start)
    for one in findings:
        place = text[one.start : one.end]
        assert place == place.strip(" \n-/.")
        if one.what == NHS:
            assert is_nhs_number("".join(char for char in place if char.isdigit()))


@given(st.text(max_size=200))
def test_no_text_at_all_stops_the_search(text: str) -> None:
    for one in find_refused(text):
        assert 0 <= one.start < one.end <= len(text)


@given(
    st.integers(0, 999_999_999),
    st.sampled_from(["", " ", "-", NBSP]),
    st.sampled_from(["{}", "({})", "No. {}, seen.", "x{}"]),
)
def test_every_number_with_its_check_digit_is_refused_and_with_another_it_is_not(
    number: int, between: str, around: str
) -> None:
    nine = f"{number:09}"
    good = [digit for digit in "0123456789" if is_nhs_number(nine + digit)]
    assert len(good) <= 1
    for digit in "0123456789":
        text = around.format(between.join([nine[:3], nine[3:6], nine[6:] + digit]))
        assert (refusal(text) is not None) == (digit in good)
