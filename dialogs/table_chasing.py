"""The part of `dialogs.table` that is about being away, where chasing is stopped, the settings and the ledger."""

from collections.abc import Mapping

from cards.verbs import Verb
from dialogs import (
    deputies,
    digest,
    leave,
    leave_notice,
    leave_typed,
    ledger,
    not_today,
    policy,
    policy_ladder,
    stops,
    who_is_away,
)
from dialogs.turn import MessageMaker
from dialogs.wired import Act, Wired

BUTTONS: Mapping[Verb, Wired] = {
    Verb.MY_LEAVE: Wired(leave.my_leave),
    Verb.LEAVE_FORM: Wired(leave.form),
    Verb.RECORD_LEAVE: Wired(leave.record_it, leave.my_leave),
    Verb.CANCEL_LEAVE: Wired(leave.cancel, leave.my_leave),
    Verb.END_LEAVE: Wired(leave.back, leave.my_leave),
    Verb.WHO_IS_AWAY: Wired(who_is_away.who_is_away),
    Verb.DEPUTY_FORM: Wired(deputies.form),
    Verb.NAME_DEPUTY: Wired(deputies.name_it, leave.my_leave),
    Verb.END_DEPUTY: Wired(deputies.end, leave.my_leave),
    Verb.STOPS: Wired(stops.who_is_not_chased),
    Verb.STOP_FORM: Wired(stops.form),
    Verb.STOP_CHASING: Wired(stops.stop, stops.who_is_not_chased),
    Verb.START_CHASING: Wired(stops.start, stops.who_is_not_chased),
    Verb.NOT_TODAY: Wired(not_today.not_today, digest.show),
    Verb.NOT_PUT_OFF: Wired(not_today.undo, digest.show),
    Verb.NOT_REACHED: Wired(ledger.not_reached),
    Verb.SENT_TO: Wired(ledger.sent_to),
    Verb.WHY_ME: Wired(ledger.why_me),
    Verb.CHASED_TODAY: Wired(ledger.chased_today),
    Verb.UNREACHABLE: Wired(ledger.unreachable),
    Verb.POLICY: Wired(policy.policy),
    Verb.POLICY_SETTING: Wired(policy.setting),
    Verb.POLICY_FORM: Wired(policy.form),
    Verb.SET_POLICY: Wired(policy.change, policy.setting),
    Verb.LADDER: Wired(policy_ladder.ladder),
    Verb.RUNG_FORM: Wired(policy_ladder.form),
    Verb.CHANGE_RUNG: Wired(policy_ladder.change, policy_ladder.ladder),
}

COMMANDS: Mapping[str, Act] = {
    "my leave": leave_typed.my_leave_typed,
    "who is away": who_is_away.who_is_away,
    "who is not being chased": stops.who_is_not_chased,
    "stop chasing": stops.form,
    "policy": policy.policy,
    "ladder": policy_ladder.ladder,
}

MESSAGES: Mapping[str, MessageMaker] = {
    leave_notice.LEAVE_RECORDED: leave_notice.leave_recorded,
    leave_notice.DEPUTY_NAMED: leave_notice.deputy_named,
    leave_notice.DEPUTY_ENDED: leave_notice.deputy_ended,
}
