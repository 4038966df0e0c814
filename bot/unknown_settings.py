"""Variables that look like settings of ours and are none: a misspelt one is as good as left out, and nobody notices."""

from difflib import get_close_matches

from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot.settings import Settings

_OURS = ("auditbot_", "microsoftapp")
# How like a name must be to be the one that was meant: all of ours begin alike.
_NEAR = 0.8


def unknown_variables() -> list[str]:
    """A sentence for each variable of the environment and of `.env` that is named like ours and not known.

    They stop no start: after going back to an older version those of the newer one may still be set.
    """
    known = {
        str(field.validation_alias).lower(): str(field.validation_alias) for field in Settings.model_fields.values()
    }
    given = {*EnvSettingsSource(Settings).env_vars, *DotEnvSettingsSource(Settings).env_vars}
    return [_said(name, known) for name in sorted(given - set(known)) if name.startswith(_OURS)]


def _said(name: str, known: dict[str, str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=_NEAR)
    way_on = f"Write {known[near[0]]} if that is meant" if near else "See docs/settings.md for what there is"
    return f"{name.upper()} is no setting of auditbot, and nothing is done with it. {way_on}, or take it away."
