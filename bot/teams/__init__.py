"""The Teams seam: the only place that knows the Bot Framework SDK."""

from bot.teams.seam import Door, DoorAnswer, TeamsSeam, open_seam
from bot.teams.tokens_in import VerifiedToken
from bot.teams.turned_away import TurnedAwayError

__all__ = ["Door", "DoorAnswer", "TeamsSeam", "TurnedAwayError", "VerifiedToken", "open_seam"]
