"""The part of `dialogs.table` that is about children of concern, the watch list and the child's record."""

from collections.abc import Mapping

from cards.verbs import Verb
from dialogs import (
    concern,
    concern_acts,
    concern_notices,
    concern_register,
    concern_typed,
    moderation_concern,
    uploads,
    watch_list,
)
from dialogs.turn import MessageMaker
from dialogs.wired import Act, Wired
from storage.concern_turns import REVIEW, TURN
from storage.concerns import ALARM

BUTTONS: Mapping[Verb, Wired] = {
    Verb.CONCERN_FORM: Wired(moderation_concern.leave_for_concern),
    Verb.RAISE_CONCERN: Wired(concern.raise_now, concern.raised_again),
    Verb.ACKNOWLEDGE: Wired(concern.acknowledge_alarm),
    Verb.CONCERNS: Wired(concern_register.concerns),
    Verb.CONCERN_ENTRY: Wired(concern_register.show),
    Verb.CONCERN_FORM_OF: Wired(concern_acts.form),
    Verb.ACT_ON_CONCERN: Wired(concern_acts.act, concern_acts.again),
    Verb.WATCH_LIST: Wired(watch_list.watch_list),
    Verb.WATCH_FORM: Wired(watch_list.form),
    Verb.RECORD_WATCH: Wired(watch_list.record_review, watch_list.watch_list),
    Verb.MARK_UPLOADED: Wired(uploads.place, uploads.again),
    Verb.TAKE_OFF_RECORD: Wired(uploads.take_off, uploads.again),
}

COMMANDS: Mapping[str, Act] = {
    "acknowledge": concern_typed.acknowledge,
    "concerns": concern_register.concerns,
    "watch list": watch_list.watch_list,
}

MESSAGES: Mapping[str, MessageMaker] = {
    ALARM: concern.alarm,
    TURN: concern_notices.turn_notice,
    REVIEW: concern_notices.weekly_review,
}
