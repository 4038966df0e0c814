"""Finds the council's own names among a question's words, written whole, in part or misspelt."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from metrics.language.lexicon import LONGEST_PHRASE, NOTIONS, overlaps_phrase
from metrics.language.names import GENERIC, IN_PART, Named, Names, family_of
from metrics.language.tokens import Words, words_in
from metrics.query import Dimension

_PLACES = frozenset({Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY})
_KIND_WORDS = {
    "team": Dimension.TEAM,
    "locality": Dimension.LOCALITY,
    "area": Dimension.LOCALITY,
    "service": Dimension.SERVICE,
}
_TEAMS_ARE_NAMED_AFTER = frozenset({Dimension.LEGAL_STATUS, Dimension.THEME, Dimension.DOMAIN})
_DISPUTES = ("escalat", "disput", "drp")
# "Assessment cases" are those with the status, not those of the assessment teams.
_OF_STATUS = words_in(
    """
    audit audits case cases plan plans child children status statuses record records
    """
)
# No part of a name ends with one of these.
_SMALL = words_in("in of for at on a to with by from or")
_SHORTEST_JOINED = 6
_LONG = 7  # letters; in more, two slips are forgiven
# A text with more words that nobody knows is about something else.
_MOST_UNKNOWN = 8
_LONGEST_SHORT_FORM = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a name is meant: one, or several between which the text does not decide."""

    start: int
    length: int
    names: tuple[Named, ...]

    @property
    def end(self) -> int:
        """The place after it."""
        return self.start + self.length

    @property
    def only(self) -> Named | None:
        """The name, where it can be no other."""
        return self.names[0] if len(self.names) == 1 else None


@dataclass(slots=True)
class Mentions:
    """What a text names."""

    found: list[Mention] = field(default_factory=list)

    @property
    def undecided(self) -> list[Mention]:
        """Those that could be several."""
        return [mention for mention in self.found if mention.only is None]

    def filters(self) -> dict[Dimension, tuple[str, ...]]:
        """The filters that the decided mentions make: several names of a kind are all meant."""
        chosen: dict[Dimension, dict[str, None]] = defaultdict(dict)
        for mention in self.found:
            if mention.only is not None:
                chosen[mention.only.dimension][mention.only.value] = None
        return {dimension: tuple(values) for dimension, values in chosen.items()}

    def certain_kinds(self) -> set[Dimension]:
        """The kinds of what is named where it can be of no other kind."""
        kinds = ({one.dimension for one in mention.names} for mention in self.found)
        return {kind for of_one in kinds if len(of_one) == 1 for kind in of_one}

    def kinds(self) -> set[Dimension]:
        """The kinds of all that is named."""
        return {one.dimension for mention in self.found for one in mention.names}


class NameReader:
    """Finds names in one question.

    Args:
        words: the question's; those of a name are taken.
        names: the council's.
        ordinary: words that mean something else when they stand alone.
    """

    def __init__(self, words: Words, names: Names, ordinary: frozenset[str]) -> None:
        self.words, self.names, self.ordinary = words, names, ordinary

    def read_whole(self) -> list[Mention]:
        """Names in one of the forms they are written in, with the numbers and second names that belong to them."""
        found: list[Mention] = []
        for length in range(min(self.names.longest, len(self.words.words)), 0, -1):
            for start in range(len(self.words.words) - length + 1):
                mention = self._whole_at(start, length)
                if mention is not None:
                    self.words.take(mention.start, mention.length, "name")
                    found += self._with_second(self._numbered(mention))
        return [*found, *self._parts_with_numbers()]

    def _parts_with_numbers(self) -> Iterable[Mention]:
        """`Safeguarding 2`: the number belongs to part of a name, and not to a day of a month after it."""
        for place, word in self.words.free():
            at = place + 1 + self.words.says(place + 1, ("team",))
            number = self.words.word(at)
            if word in self.ordinary or not number.isdigit() or not self.words.is_free(at):
                continue
            named = self.names.with_all((word, number))
            if named:
                self.words.take(place, at + 1 - place, "name")
                yield Mention(place, at + 1 - place, _once(named))

    def _whole_at(self, start: int, length: int) -> Mention | None:
        said = tuple(self.words.words[start : start + length])
        named = self.names.by_form.get(said, [])
        if not named or not self.words.says(start, said) or self._begins_phrase(start, length):
            return None
        if length == 1 and said[0] in self.ordinary and not self._is_theme(named):
            return None
        whole = [one for one in named if one.words == said]
        statuses = [one for one in named if one.dimension is Dimension.LEGAL_STATUS]
        mention = Mention(start, length, _each_once(whole or statuses or named))
        return self._status_or_team(mention, said)

    def _is_theme(self, named: Sequence[Named]) -> bool:
        """Whether an ordinary word, such as `delay`, is a theme here: where disputes are asked about."""
        is_theme = all(one.dimension is Dimension.THEME for one in named)
        return is_theme and any(word.startswith(_DISPUTES) for word in self.words.words)

    def _begins_phrase(self, start: int, length: int) -> bool:
        """Whether the words begin a longer phrase of the field: a `CP chair` is no child's plan."""
        words = self.words.words
        return any(tuple(words[start : start + longer]) in NOTIONS for longer in range(length + 1, LONGEST_PHRASE + 1))

    def _status_or_team(self, mention: Mention, said: tuple[str, ...]) -> Mention:
        """A plan or theme that teams are named after: `the children in care team` is a team, `Assessment` could be."""
        one = mention.only
        if one is None or one.dimension not in _TEAMS_ARE_NAMED_AFTER:
            return mention
        if self.words.says(mention.end, ("team",)):
            return self._team_called(mention, one, said)
        around = {self.words.word(mention.end), self.words.word(mention.start - 1)}
        is_short = len(said) > 1 or len(said[0]) <= _LONGEST_SHORT_FORM
        others = [] if is_short or around & _OF_STATUS else self.names.with_all(said)
        return replace(mention, names=_once((one, *(other for other in others if other.dimension in _PLACES))))

    def _team_called(self, mention: Mention, one: Named, said: tuple[str, ...]) -> Mention:
        """The teams named after a plan or theme, with their number where one follows."""
        forms = {said, one.words} | (family_of(one) if one.dimension is Dimension.LEGAL_STATUS else set())
        number = self.words.word(mention.end + 1)
        if (number.isdigit() or len(number) == 1) and self.words.is_free(mention.end + 1):
            teams = self._teams_with(forms, number)
            if teams:
                return Mention(mention.start, mention.length + 2, teams)
        teams = self._teams_with(forms)
        return Mention(mention.start, mention.length + 1, teams) if teams else mention

    def _teams_with(self, forms: Iterable[tuple[str, ...]], *number: str) -> tuple[Named, ...]:
        named = (name for form in sorted(forms) for name in self.names.with_all((*_telling(form), *number)))
        return _once(name for name in named if name.dimension is Dimension.TEAM)

    def _numbered(self, mention: Mention) -> Mention:
        """`Early Help 4`, `YS team 2`: the number belongs to the name where teams are numbered so."""
        one = mention.only
        at = mention.end + (self.words.word(mention.end) == "team")
        number = self.words.word(at)
        if one is None or one.dimension not in _PLACES or not self.words.is_free(at) or not number.isdigit():
            return mention
        exact = self.names.exactly((*one.telling, number))
        siblings = exact or [name for name in self.names.with_all(one.telling) if _is_numbered(one, name)]
        if not siblings:
            return mention
        self.words.take(mention.end, at + 1 - mention.end, "name")
        # No such number: those that there are, to choose from.
        return Mention(mention.start, at + 1 - mention.start, _once(exact or siblings))

    def _with_second(self, mention: Mention) -> Iterable[Mention]:
        """`North 1 and 2`, `Family Support North and South`: the second name leaves out what both begin with."""
        yield mention
        one, at = mention.only, mention.end
        if one is None or self.words.word(at) not in {"and", "or", "&"} or len(one.telling) < 2:
            return
        second = self.names.exactly((*one.telling[:-1], self.words.word(at + 1)))
        begins_longer = self.words.words[at + 1 : at + 2] != [one.telling[0]]
        if len(second) == 1 and second[0].dimension is one.dimension and begins_longer:
            self.words.take(at, 2, "name")
            yield Mention(at + 1, 1, (second[0],))

    def read_in_part(self) -> list[Mention]:
        """Names of which only some words are written, or that are misspelt, among what nothing else explains."""
        if sum(word not in self.ordinary for _, word in self.words.free()) > _MOST_UNKNOWN:
            return []
        return [mention for start, length in self._free_runs() if (mention := self._in_part(start, length)) is not None]

    def _free_runs(self) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        for place, _ in self.words.free():
            if runs and sum(runs[-1]) == place:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((place, 1))
        return [
            (start + skip, size)
            for start, length in runs
            for size in range(min(length, self.names.longest), 0, -1)
            for skip in range(length - size + 1)
        ]

    def _in_part(self, start: int, length: int) -> Mention | None:
        said = self.words.words[start : start + length]
        telling = _telling(said)
        if not telling or said[0] != telling[0] or said[-1] in _SMALL or all(word in self.ordinary for word in telling):
            return None
        if not self.words.says(start, said) or overlaps_phrase(self.words.words, start, start + length):
            return None
        named = self.names.with_all(telling) or self._nearly(telling)
        if not named:
            return None
        self.words.take(start, length, "name")
        fitting = [one for one in named if _fits_kind(one, said)] or named
        whole = [one for one in fitting if sorted(one.telling) == sorted(telling)]
        return Mention(start, length, _once(whole or fitting))

    def _nearly(self, said: Sequence[str]) -> list[Named]:
        """The names that a misspelt one is nearest to; a number is never a slip."""
        joined = "".join(said)
        is_known = all(word in self.names.words or word in self.ordinary for word in said)
        if len(joined) < _SHORTEST_JOINED or (len(said) > 1 and is_known):
            return []
        return self.names.nearly(joined, 1 + (len(joined) > _LONG))


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in GENERIC)


def _once(names: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(names))


def _each_once(names: Iterable[Named]) -> tuple[Named, ...]:
    """Each name once, though it is written in several forms."""
    return tuple({(one.dimension, one.value): one for one in names}.values())


def _is_numbered(one: Named, other: Named) -> bool:
    rest = list(other.telling)
    for word in one.telling:
        rest.remove(word)
    return len(rest) == 1 and rest[0].isdigit()


def _fits_kind(one: Named, said: Sequence[str]) -> bool:
    kind = _KIND_WORDS.get(said[-1].removesuffix("s"))
    return kind is None or one.dimension is kind


def narrowed(mentions: list[Mention]) -> list[Mention]:
    """Teams narrowed by a place beside them: `Assessment team in Castle Hill` is that team of the six."""
    places = [one for one in mentions if one.only is not None and one.only.dimension in _PLACES]
    for mention in mentions:
        for place in places:
            fitting = [one for one in mention.names if _is_in(one, place.names[0])]
            if fitting and all(name.dimension in IN_PART for name in mention.names):
                kept = [one for one in mentions if one not in (mention, place)]
                return narrowed([*kept, replace(mention, names=tuple(fitting))])
    return sorted(mentions, key=lambda mention: mention.start)


def _is_in(team: Named, place: Named) -> bool:
    return team.dimension is Dimension.TEAM and set(place.telling) < set(team.telling)


def of_kind_said(mention: Mention, words: Words) -> Mention:
    """The names of the kind that the text says: `the locality` where both a team and a locality have the name."""
    said = {
        _KIND_WORDS[word]
        for place, word in enumerate(words.words)
        if word in _KIND_WORDS and words.taken[place] != "group"
    }
    fitting = tuple(one for one in mention.names if one.dimension in said)
    return replace(mention, names=fitting) if fitting and mention.only is None else mention
