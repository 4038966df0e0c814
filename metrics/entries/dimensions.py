"""Which dimensions make sense for which family of figures."""

from metrics.query import Dimension

TIME = frozenset({Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR})
PLACE = frozenset({Dimension.SERVICE, Dimension.LOCALITY, Dimension.TEAM, Dimension.HEAD_OF_SERVICE})
CASE = PLACE | {Dimension.LEGAL_STATUS}
ALLOCATED = TIME | CASE | {Dimension.AUDITOR, Dimension.AUDITOR_TEAM, Dimension.KIND}
MODERATED = ALLOCATED | {Dimension.MODERATOR}
RATED = MODERATED | {Dimension.RATING}
PEOPLE = TIME | PLACE | {Dimension.AUDITOR_TEAM}
ACTIONS = TIME | CASE | {Dimension.AUDITOR, Dimension.OWNER, Dimension.STATUS}
CONCERNS = TIME | CASE | {Dimension.AUDITOR, Dimension.CATEGORY}
