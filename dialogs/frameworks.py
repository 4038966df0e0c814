"""The QA team looks which audit frameworks hold from when; they are changed by a file and a command."""

from cards.frameworks import VersionLine, frameworks_card
from dialogs.turn import Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.framework_lines import framework_key
from domain.words import Role
from storage import record
from storage.frameworks.versions import Version, all_versions

# As many as one card shows at ease.
_SHOWN = 10


def frameworks(turn: Turn, press: Press) -> Reply:
    """The versions that hold today or later.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    del press
    if not turn.viewer.is_a(Role.QA):
        raise NotAllowedError("The frameworks are for the QA team. Type 'help' to see what you can do here.")
    versions = all_versions(turn.unit)
    now_or_later = [one for one in versions if one.until is None or one.until >= turn.today]
    record.write(turn.unit, "saw_frameworks", "framework_version", versions=len(versions))
    lines = [_line(turn, one) for one in now_or_later[:_SHOWN]]
    return Reply(frameworks_card(lines, len(versions) - len(lines)))


def _line(turn: Turn, version: Version) -> VersionLine:
    framework = version.framework
    return VersionLine(
        framework.name,
        framework.title,
        len(framework.domains),
        version.effective_from,
        version.until,
        version.audits,
        version.holds_on(turn.today),
        framework.name == framework_key(turn.policy.framework),
    )
