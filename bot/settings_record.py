"""What the settings are at each start, against the start before: what has changed goes to the record.

A secret is kept as a slow, salted digest alone: that it has changed can be told, and what it is can't be tried out at
any speed. Of an address its password and its query are kept so as well.
"""

import hmac
import secrets
from collections.abc import Mapping
from hashlib import scrypt
from importlib.metadata import version
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings import Settings
from storage.settings_seen import SettingChange, last_seen, note_seen
from storage.store import Unit

# The host of a managed identity makes these anew at each start.
_EVERY_TIME_NEW = frozenset({"IDENTITY_ENDPOINT", "IDENTITY_HEADER"})
_VERSION = "version of auditbot"
_COST, _BLOCK, _SALT_BYTES, _MEMORY = 2**14, 8, 16, 2**26
NOT_SET, SET, CHANGED = "not set", "set", "set to something else"

Kept = Mapping[str, str]


def record_settings(unit: Unit, settings: Settings, account: str) -> None:
    """Compare the settings of this start with those of the last, and put what is different on record.

    Args:
        unit: the unit of work.
        settings: of the service that starts.
        account: under which account of this machine it is started.
    """
    now = _written(settings)
    before = next(iter(last_seen(unit)), None)
    if before is None:
        note_seen(unit, account, (), {name: _kept(text) for name, text in now.items()})
        return
    changed = [name for name in sorted({*now, *before.kept}) if not _is_same(before.kept.get(name), now.get(name, ""))]
    if changed:
        told = [_change(name, before.kept.get(name, {}), now.get(name, "")) for name in changed]
        anew = {name: _kept(text) if name in changed else before.kept[name] for name, text in now.items()}
        note_seen(unit, account, told, anew)


def _written(settings: Settings) -> dict[str, str | SecretStr]:
    """Every setting by its variable's name, as text; a secret stays one."""
    written: dict[str, str | SecretStr] = {_VERSION: version("auditbot")}
    for name, field in type(settings).model_fields.items():
        variable, value = str(field.validation_alias), getattr(settings, name)
        if variable not in _EVERY_TIME_NEW:
            written[variable] = value if isinstance(value, SecretStr) else "" if value is None else str(value)
    return written


def _plain(text: str | SecretStr) -> str:
    """What may be shown of a setting."""
    if isinstance(text, SecretStr):
        return ""
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"


def _whole(text: str | SecretStr) -> str:
    return text.get_secret_value() if isinstance(text, SecretStr) else text


def _kept(text: str | SecretStr) -> dict[str, str]:
    whole, plain = _whole(text), _plain(text)
    if whole == plain:
        return {"shown": plain}
    salt = secrets.token_hex(_SALT_BYTES)
    return {"shown": plain, "salt": salt, "digest": _digest(whole, salt)}


def _digest(whole: str, salt: str) -> str:
    return scrypt(whole.encode(), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY).hex()


def _is_same(before: Kept | None, text: str | SecretStr) -> bool:
    if before is None:
        return False
    whole = _whole(text)
    if "digest" not in before:
        return whole == before["shown"]
    return bool(whole) and hmac.compare_digest(_digest(whole, before["salt"]), before["digest"])


def _change(name: str, before: Kept, text: str | SecretStr) -> SettingChange:
    old, new = _in_words(before), _in_words({"shown": _plain(text), **({"digest": ""} if _whole(text) else {})})
    return SettingChange(name, old, CHANGED if new == old else new)


def _in_words(kept: Kept) -> str:
    return kept.get("shown", "") or (SET if "digest" in kept else NOT_SET)
