"""The part of `dialogs.table` that is about moderation, loops and calibration."""

from collections.abc import Mapping

from cards.verbs import Verb
from dialogs import (
    calibration,
    loops,
    loops_notices,
    loops_outcome,
    moderation,
    moderation_concern,
    moderation_giving,
    moderation_judging,
    moderation_outcomes,
    moderation_queue,
    qa_audits,
)
from dialogs.turn import MessageMaker
from dialogs.wired import Act, Wired
from storage.considering_returns import LOOP_AGREED, LOOP_DIFFERS
from storage.giving_moderations import GIVEN, MEETING_GIVEN

BUTTONS: Mapping[Verb, Wired] = {
    Verb.MY_MODERATIONS: Wired(moderation_queue.my_moderations),
    Verb.OPEN_MODERATION: Wired(moderation.open_it, moderation.again),
    Verb.CONTINUE_MODERATION: Wired(moderation_concern.resume),
    Verb.MODERATION_NEXT: Wired(moderation.next_step, moderation.again),
    Verb.MODERATION_BACK: Wired(moderation.back, moderation.again),
    Verb.MODERATION_SAVE: Wired(moderation.save, moderation.saved_again),
    Verb.MODERATION_AGAIN: Wired(moderation.look_again, moderation.again),
    Verb.CONFIRM_GRADES: Wired(moderation_judging.confirm, moderation_judging.judged_again),
    Verb.CHANGE_FORM: Wired(moderation_judging.change_form),
    Verb.CHANGE_GRADES: Wired(moderation_judging.change, moderation_judging.judged_again),
    Verb.STANDARD_FORM: Wired(moderation_judging.standard_form),
    Verb.NOT_TO_STANDARD: Wired(moderation_judging.not_to_standard, moderation_judging.judged_again),
    Verb.SHOW_MODERATION: Wired(moderation_judging.show),
    Verb.MY_OUTCOMES: Wired(moderation_outcomes.my_outcomes),
    Verb.SHOW_OUTCOME: Wired(moderation_outcomes.show),
    Verb.ANSWER_OUTCOME: Wired(moderation_outcomes.answer, moderation_outcomes.show),
    Verb.GIVE_MODERATION: Wired(moderation_giving.give, qa_audits.show),
    Verb.SHOW_MEETING: Wired(loops.show),
    Verb.PROPOSE_MEETING: Wired(loops.propose_it, loops.show),
    Verb.MEETING_WORKS: Wired(loops.works, loops.show),
    Verb.MEETING_OTHER_FORM: Wired(loops.other_form),
    Verb.MEETING_OTHER: Wired(loops.other, loops.show),
    Verb.MEETING_OUTCOME_FORM: Wired(loops_outcome.form),
    Verb.RECORD_MEETING: Wired(loops_outcome.record_it, loops_outcome.recorded_again),
    Verb.MY_CALIBRATION: Wired(calibration.my_calibration),
    Verb.ALL_CALIBRATION: Wired(calibration.all_calibration),
}

COMMANDS: Mapping[str, Act] = {
    "my moderations": moderation_queue.my_moderations,
    "moderate": moderation_queue.moderate,
    "my outcomes": moderation_outcomes.my_outcomes,
    "my calibration": calibration.my_calibration,
    "calibration": calibration.all_calibration,
}

MESSAGES: Mapping[str, MessageMaker] = {
    GIVEN: moderation_queue.given_notice,
    MEETING_GIVEN: loops_notices.meeting_given_notice,
    LOOP_AGREED: loops_notices.agreed_notice,
    LOOP_DIFFERS: loops_notices.differs_notice,
    loops.PROPOSED: loops_notices.proposed_notice,
    loops.REPLIED: loops_notices.replied_notice,
    moderation_judging.MODERATED: moderation_outcomes.moderated_notice,
    moderation_outcomes.ANSWERED: moderation_outcomes.answered_notice,
}
