"""Frameworks as files: what comes out can be changed and read back, and what can't be read says where."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import BadInputError
from domain.framework import Framework, PracticeDomain, Required, StepKind, read_framework
from domain.words import OVERALL_RATINGS, Involvement
from storage.frameworks import shipped_frameworks
from storage.frameworks.files import framework_file, read_framework_file

DAY = date(2027, 4, 1)


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "ours.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("name", ["nine-elements", "seven-domains"])
def test_a_shipped_framework_comes_out_as_a_file_and_reads_back_the_same(tmp_path: Path, name: str) -> None:
    framework = next(read_framework(one) for one in shipped_frameworks() if one["name"] == name)
    content = read_framework_file(written(tmp_path, framework_file(framework, DAY)))
    assert read_framework(content) == framework
    assert content["effective_from"] == DAY


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip).map(str.strip)
GRADES = st.frozensets(st.sampled_from(OVERALL_RATINGS))


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    chosen = draw(st.lists(st.sampled_from(list(StepKind)), unique=True))
    steps = [StepKind.INVOLVED, *(kind for kind in chosen if kind not in (StepKind.INVOLVED, StepKind.OVERALL))]
    titles = draw(st.lists(TEXTS, min_size=1, max_size=4, unique_by=lambda text: " ".join(text.casefold().split())))
    domains = tuple(
        PracticeDomain(f"own_key_{number}", title, {rating: draw(TEXTS) for rating in OVERALL_RATINGS})
        for number, title in enumerate(titles)
    )
    asked: dict[str, object] = {}
    if StepKind.DOMAINS in steps:
        asked["evidence"] = draw(GRADES)
    if StepKind.ACTIONS in steps:
        asked["actions"] = draw(GRADES)
    if StepKind.SUMMARY in steps:
        asked |= {"strengths": draw(st.booleans()), "areas_for_improvement": draw(st.booleans())}
    how = draw(st.frozensets(st.sampled_from([one for one in Involvement if one is not Involvement.INCLUDED])))
    required = Required(involvement_reasons=how, **asked)  # type: ignore[arg-type]  # drawn by the fields' names
    kept = domains if StepKind.DOMAINS in steps else ()
    return Framework("our-own", draw(TEXTS), kept, (*steps, StepKind.OVERALL), required)


@settings(max_examples=60)
@given(frameworks())
def test_whatever_a_framework_says_reads_back_the_same(framework: Framework) -> None:
    assert read_framework(tomllib.loads(framework_file(framework, DAY))) == framework


def test_the_file_says_itself_how_to_change_it() -> None:
    framework = read_framework(shipped_frameworks()[0])
    text = framework_file(framework, DAY)
    for word in (*StepKind, "involvement_reasons", "evidence", "actions", "framework add FILE"):
        assert word in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            'name = "ours"\ntitle = Ours\n',
            "ours.toml, line 2, column 9: this line can't be read (",
        ),
        (
            'name = "ours"\n[[domains]\n',
            "ours.toml, line 2, column 10: this line can't be read (",
        ),
        ('name = "ours"\ntitle = "Ours', "ours.toml, line 2: this line can't be read ("),
        (b'name = "ours"\ntitle = "\xff"\n', "ours.toml, line 2: this is no UTF-8 text. Save the file as UTF-8."),
        (" " * 200_001, "ours.toml is larger than a framework can be. Name the framework's file."),
    ],
)
def test_what_is_no_file_of_the_kind_is_refused_with_its_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_framework_file(written(tmp_path, content))
    assert str(refused.value).startswith(said)


def test_each_thing_that_is_wrong_is_said_on_a_line_with_the_files_name(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as refused:
        read_framework_file(written(tmp_path, 'effective_from = "2027-04-01"\nname = "ours"\nsteps = ["overall"]\n'))
    assert str(refused.value).splitlines() == [
        (
            "ours.toml: The framework's head has '2027-04-01' for 'effective_from'. "
            "Write a day without quotation marks: effective_from = 2027-04-01."
        ),
        "ours.toml: The framework's head has no text for 'title'. Add a line title = \"…\".",
    ]


@pytest.mark.parametrize("place", ["nowhere.toml", "."])
def test_a_file_that_is_not_there_or_is_none_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(BadInputError, match=r"can't be read \(.*\)\. Name a file that you can open\."):
        read_framework_file(tmp_path / place)


def test_the_mark_that_some_editors_put_first_and_their_line_ends_do_no_harm(tmp_path: Path) -> None:
    framework = read_framework(shipped_frameworks()[0])
    text = framework_file(framework, DAY).replace("\n", "\r\n")
    assert read_framework(read_framework_file(written(tmp_path, b"\xef\xbb\xbf" + text.encode()))) == framework
