"""The council's own names: teams, services, localities, plans, people, domains, themes, in all the forms people use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from metrics.language.tokens import words_of
from metrics.query import Dimension

# Words that a name has and people leave out, or put in.
GENERIC = frozenset({"team", "teams", "service", "services", "the", "locality", "area", "and", "&", "unit"})
# Plans and statuses by the names the field has for them; a council's own word is found by any of its family.
STATUS_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("cin", "child in need", "children in need", "child in need plan", "child in need plans", "cin plan", "cin plans"),
    ("cp", "cpp", "cpps", "child protection", "child protection plan", "child protection plans", "cp plan", "cp plans"),
    (
        *("cic", "cla", "lac", "looked after", "looked after child", "looked after children", "children looked after"),
        *("child looked after", "child in care", "children in care", "children we look after", "in care"),
    ),
    ("care leaver", "care leavers", "care experienced", "cl"),
    (
        "cwd",
        "children with disabilities",
        "child with disability",
        "disabled children",
        "children with disability",
        "kids with disabilities",
    ),
    ("assessment", "assessments"),
    ("no plan", "without a plan", "with no plan", "without plan", "not on a plan"),
)
# The field's short forms of services that many councils have.
SHORT_FORMS: Mapping[str, tuple[str, ...]] = {
    "eh": ("early", "help"),
    "ys": ("youth", "support"),
    "csc": ("children", "social", "care"),
}
_LEAST_INITIALS = 3
# As a store changes, so do its names: the last few are kept.
_MOST_COUNCILS = 8
# Where some of a name's words are enough.
IN_PART = frozenset({Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.DOMAIN, Dimension.SAMPLE})


@dataclass(frozen=True, slots=True)
class Named:
    """One name of the council's: what it is, and the words it is made of.

    Attributes:
        dimension: what it can be filtered by; a person is `AUDITOR`, and may stand for others.
        is_moderator: of a person, whether they moderate.
        manages: of a person, the teams that they manage.
    """

    dimension: Dimension
    value: str
    words: tuple[str, ...]
    is_moderator: bool = False
    manages: tuple[str, ...] = ()

    @property
    def telling(self) -> tuple[str, ...]:
        """Its words without those that people leave out."""
        return tuple(word for word in self.words if word not in GENERIC)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody who may be named in a question, and the teams that they manage."""

    email: str
    name: str
    is_moderator: bool = False
    manages: tuple[str, ...] = ()


class Names:
    """The names a question may use, by what they are, with what finding them needs; made once for many questions."""

    def __init__(self, known: Iterable[Named]) -> None:
        self.known = tuple(known)
        forms: dict[tuple[str, ...], list[Named]] = defaultdict(list)
        having: dict[str, list[Named]] = defaultdict(list)
        for one in self.known:
            for form in forms_of(one):
                forms[form].append(one)
            for word in set(one.telling) if one.dimension in IN_PART else ():
                having[word].append(one)
        self.by_form: Mapping[tuple[str, ...], list[Named]] = forms
        self.having: Mapping[str, list[Named]] = having
        self.by_length: Mapping[int, dict[str, Named]] = _by_length(self.known)
        self.longest = max((len(form) for form in forms), default=0)
        self.words = frozenset(word for form in forms for word in form)

    def values(self, dimension: Dimension) -> list[str]:
        """All the names of one kind."""
        return list(dict.fromkeys(one.value for one in self.known if one.dimension is dimension))

    def nearly(self, said: str, slips: int) -> list[Named]:
        """The names that are nearest to letters written together, with so many slips at most; a number is no slip."""
        nearby = range(len(said) - slips, len(said) + slips + 1)
        near = [
            (OSA.distance(said, name, score_cutoff=slips), named)
            for length in nearby
            for name, named in self.by_length.get(length, {}).items()
            if name[0] == said[0] and _digits(name) == _digits(said)
        ]
        least = min((distance for distance, _ in near), default=slips + 1)
        return [named for distance, named in near if distance == least <= slips]

    def with_all(self, said: Sequence[str]) -> list[Named]:
        """The names of places and domains that have all these words among theirs, each as often as said."""
        some = self.having.get(said[0], []) if said else []
        return [one for one in some if all(one.words.count(word) >= said.count(word) for word in said)]

    def exactly(self, said: Sequence[str]) -> list[Named]:
        """The names that are these words and no others, whatever their order, but for those that people leave out."""
        return [one for one in self.with_all(said) if sorted(one.telling) == sorted(said)]


def names_of(values: Mapping[Dimension, Iterable[str]], people: Iterable[NamedPerson] = ()) -> Names:
    """Names from the store's values; people are found by their names and by their addresses.

    The same values give the same `Names`, so that what is made from them is made once and not with every question.
    """
    return _made(tuple((dimension, tuple(some)) for dimension, some in values.items()), tuple(people))


@lru_cache(maxsize=_MOST_COUNCILS)
def _made(values: tuple[tuple[Dimension, tuple[str, ...]], ...], people: tuple[NamedPerson, ...]) -> Names:
    places = (Named(dimension, value, tuple(words_of(value))) for dimension, some in values for value in some)
    persons = (
        Named(Dimension.AUDITOR, person.email, tuple(words_of(said)), person.is_moderator, person.manages)
        for person in people
        for said in (person.name, person.email)
    )
    return Names(one for one in (*places, *persons) if one.words)


def _by_length(known: Iterable[Named]) -> dict[int, dict[str, Named]]:
    """Names of places and people as their letters without spaces, by how many these are."""
    found: dict[int, dict[str, Named]] = defaultdict(dict)
    for one in known:
        letters = "".join(one.telling)
        if letters and one.dimension in IN_PART | {Dimension.AUDITOR}:
            found[len(letters)][letters] = one
    return found


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def forms_of(one: Named) -> set[tuple[str, ...]]:
    """The forms in which a name is written whole: its words, its initials, with and without the word for its kind."""
    match one.dimension:
        case Dimension.TEAM:
            return {one.words} | _forms_of_team(one.words)
        case Dimension.SERVICE | Dimension.LOCALITY:
            return {one.words} | _forms_of_place(one.words)
        case Dimension.LEGAL_STATUS:
            return {one.words} | family_of(one)
        case Dimension.THEME:
            return {one.words, tuple(word for word in one.words if word != "and")} | _with_ampersand(one.words)
    return {one.words}


def _forms_of_team(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    short = words[:-1] if words[-1] == "team" and len(words) > 1 else words
    forms = {(*short, "team"), *([short] if len(short) > 1 else [])}
    forms |= {form for name in _family(short) for form in (name, (*name, "team"))}
    return forms | _with_ampersand(words) | _initials(words)


def _initials(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """`Multi-Agency Safeguarding Hub` is MASH, `Emergency Duty Team` EDT."""
    telling = [word for word in words if word not in {"the", "and", "&", "of", "for", "with"}]
    is_short_form = len(telling) >= _LEAST_INITIALS and all(word.isalpha() for word in telling)
    return {("".join(word[0] for word in telling),)} if is_short_form else set()


def _with_ampersand(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """`Duty and Assessment` is `Duty & Assessment`, and `D&A`."""
    if not {"and", "&"} & set(words):
        return set()
    spoken = tuple("and" if word == "&" else word for word in words)
    return {
        spoken,
        tuple("&" if word == "and" else word for word in spoken),
        tuple("&" if word == "and" else word[0] for word in spoken),
    }


def _forms_of_place(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    forms: set[tuple[str, ...]] = {(short,) for short, begins in SHORT_FORMS.items() if words[: len(begins)] == begins}
    telling = tuple(word for word in words if word not in {"the", "and", "&"})
    if len(telling) > 1:
        forms.add(("".join(word[0] for word in telling),))
    if words[0] == "children" and len(words) > 2 and words[1] != "and":
        forms.add(words[1:])
    if words[-1] in {"service", "services"} and len(words) > 1:
        forms.add(words[:-1])
    return forms | _with_ampersand(words)


def family_of(one: Named) -> set[tuple[str, ...]]:
    """All the names that the field has for a plan or status."""
    return _family(one.words)


def _family(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    own = " ".join(words)
    families = [family for family in STATUS_FAMILIES if own in family or own.rstrip("s") in family]
    return {tuple(words_of(name)) for family in families for name in family}
