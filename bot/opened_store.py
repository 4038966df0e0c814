"""The store that the settings name."""

from collections.abc import Callable
from datetime import datetime

from bot.settings import Settings
from storage.store import Store


def open_store(settings: Settings, now: Callable[[], datetime], *, makes: bool = False) -> Store:
    """The store, signed in to as the settings say.

    Args:
        settings: its URL, and the identity that signs in where the URL holds no password.
        now: the instant, aware: a token is renewed in time.
        makes: an SQLite database that is not there is made, with its folder.

    Raises:
        BadInputError: the URL can't be read, or does not go with an identity; or what is to be made can't be.
    """
    if not settings.database_identity:
        return Store.open(settings.database_url, makes=makes)
    # Loaded for this alone: a question on this machine's own database is answered without it.
    from bot.database_login import password_of

    return Store.open(settings.database_url, password_of(settings, now))
