"""The council's own names as people write them: teams, services, localities, plans, people, domains, themes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from metrics.language.tokens import Words, words_of
from metrics.query import Dimension

# Words that a name has and people leave out, or put in.
_GENERIC = frozenset({"team", "teams", "service", "services", "the", "locality", "area", "and", "&", "unit"})
# Plans and statuses by the names the field has for them; a council's own word is found by any of its family.
STATUS_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("cin", "child in need", "children in need", "child in need plan", "child in need plans"),
    ("cp", "cpp", "child protection", "child protection plan", "child protection plans"),
    (
        "cic",
        "cla",
        "lac",
        "looked after",
        "looked after child",
        "looked after children",
        "children looked after",
        "child looked after",
        "child in care",
        "children in care",
        "children we look after",
    ),
    ("care leaver", "care leavers", "leaving care", "cl"),
    ("cwd", "children with disabilities", "child with disability", "disabled children", "children with disability"),
    ("assessment", "assessments"),
    ("no plan", "without a plan"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """One name of the council's: what it is, and the words it is made of."""

    dimension: Dimension
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names a question may use, by what they are."""

    known: tuple[Named, ...]

    def values(self, dimension: Dimension) -> list[str]:
        """All the names of one kind."""
        return [one.value for one in self.known if one.dimension is dimension]


def names_of(values: Mapping[Dimension, Iterable[str]]) -> Names:
    """Names from the store's values."""
    return Names(
        tuple(
            Named(dimension, value, tuple(words_of(value)))
            for dimension, some in values.items()
            for value in some
            if words_of(value)
        )
    )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where names are meant: one, or several between which the text does not decide."""

    start: int
    length: int
    names: tuple[Named, ...]
    is_exact: bool = True


@dataclass(slots=True)
class Mentions:
    """What a text names."""

    found: list[Mention] = field(default_factory=list)

    @property
    def undecided(self) -> list[Mention]:
        """Those that could be several."""
        return [mention for mention in self.found if len(mention.names) > 1]

    def filters(self) -> dict[Dimension, tuple[str, ...]]:
        """The filters that the decided mentions make: several names of a kind are all meant."""
        chosen: dict[Dimension, list[str]] = defaultdict(list)
        for mention in self.found:
            if len(mention.names) == 1 and mention.names[0].value not in chosen[mention.names[0].dimension]:
                chosen[mention.names[0].dimension].append(mention.names[0].value)
        return {dimension: tuple(values) for dimension, values in chosen.items()}


class NameReader:
    """Finds the council's names among a question's words."""

    def __init__(self, words: Words, names: Names, ordinary: frozenset[str]) -> None:
        self.words, self.names, self.ordinary = words, names, ordinary
        self._by_words: dict[tuple[str, ...], list[Named]] = defaultdict(list)
        for one in names.known:
            for variant in _variants(one):
                self._by_words[variant].append(one)
        self._longest = max((len(words) for words in self._by_words), default=0)

    def read_exact(self) -> list[Mention]:
        """Names as they are written in the store, by their initials, or without the words that people leave out."""
        found = []
        for length in range(min(self._longest, len(self.words.words)), 0, -1):
            for start in range(len(self.words.words) - length + 1):
                mention = self._at(start, length)
                if mention is not None:
                    self.words.take(start, length, "name")
                    found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def _at(self, start: int, length: int) -> Mention | None:
        if not all(self.words.is_free(place) for place in range(start, start + length)):
            return None
        said = tuple(self.words.words[start : start + length])
        if length == 1 and said[0] in self.ordinary:
            return None
        named = self._by_words.get(said)
        if not named:
            return None
        return Mention(start, length, _preferred(named, said))

    def read_in_part(self) -> list[Mention]:
        """Names of which only some words are written: `Castle Hill Safeguarding 2`, `Brook Forest assessment`."""
        return [mention for mention in self._runs() if mention is not None]

    def _runs(self) -> Iterable[Mention | None]:
        for start, length in self._free_runs():
            yield self._in_part(start, length)

    def _free_runs(self) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        for place, _ in self.words.free():
            if runs and runs[-1][0] + runs[-1][1] == place:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((place, 1))
        return [
            (start + skip, size)
            for start, length in runs
            for size in range(length, 0, -1)
            for skip in range(length - size + 1)
        ]

    def _in_part(self, start: int, length: int) -> Mention | None:
        if not all(self.words.is_free(place) for place in range(start, start + length)):
            return None
        said = [word for word in self.words.words[start : start + length] if word not in _GENERIC]
        if not said or all(word in self.ordinary for word in said):
            return None
        if self.words.words[start] in _GENERIC - {"the"} and len(said) < length:
            return None
        exact = [one for one in self.names.known if one.dimension in _IN_PART and _has_all(one.words, said)]
        close = exact or [one for one in self.names.known if _nearly(one, said, self.ordinary)]
        if not close:
            return None
        self.words.take(start, length, "name")
        return Mention(start, length, _preferred(close, tuple(said)), is_exact=False)


_IN_PART = frozenset({Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.DOMAIN, Dimension.SAMPLE})


def _variants(one: Named) -> set[tuple[str, ...]]:
    variants = {one.words}
    if one.dimension is Dimension.LEGAL_STATUS:
        variants |= _family_of(one)
    if one.dimension in {Dimension.SERVICE, Dimension.LOCALITY}:
        short = tuple(word for word in one.words if word not in {"the", "and", "&"})
        if len(short) > 1:
            variants.add(("".join(word[0] for word in short),))
        if one.dimension is Dimension.SERVICE and one.words[0] == "children" and len(one.words) > 2:
            variants.add(one.words[1:])
    if one.dimension is Dimension.TEAM and one.words[-1] == "team" and len(one.words) > 2:
        variants.add(one.words[:-1])
    if one.dimension is Dimension.TEAM and one.words[-1] != "team":
        variants.add((*one.words, "team"))
    if one.dimension is Dimension.THEME:
        variants |= {tuple(word for word in one.words if word != "and")}
    return variants


def _family_of(one: Named) -> set[tuple[str, ...]]:
    own = " ".join(one.words)
    families = [family for family in STATUS_FAMILIES if own in family or own.rstrip("s") in family]
    return {tuple(words_of(name)) for family in families for name in family}


def _preferred(named: Sequence[Named], said: tuple[str, ...]) -> tuple[Named, ...]:
    """Of names that fit, those whose own words were said whole, else all of them; each once."""
    whole = [one for one in named if one.words == said]
    return tuple(dict.fromkeys(whole or named))


def _has_all(words: tuple[str, ...], said: Sequence[str]) -> bool:
    rest = [word for word in words if word not in _GENERIC]
    for word in said:
        if word not in rest:
            return False
        rest.remove(word)
    return True


def _nearly(one: Named, said: Sequence[str], ordinary: frozenset[str]) -> bool:
    """Whether a name is meant though misspelt: as many words, the numbers the same, each word nearly the same."""
    if one.dimension not in _IN_PART:
        return False
    own = [word for word in one.words if word not in _GENERIC]
    if len(own) != len(said) or not any(word not in ordinary for word in said):
        joined, other = "".join(own), "".join(said)
        return len(other) > 6 and not any(word in ordinary for word in said) and _is_near(joined, other)
    return all(a == b or (b not in ordinary and _is_near(a, b)) for a, b in zip(own, said, strict=True))


def _is_near(one: str, other: str) -> bool:
    if any(sign.isdigit() for sign in one + other):
        return False
    allowed = 0 if len(one) < 4 else 1 if len(one) < 8 else 2
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed
