"""Every button, every typed command and every message of the outbox, each wired to its dialog in one place."""

from collections.abc import Callable, Mapping

from cards.verbs import Verb
from dialogs import (
    actions,
    actions_answers,
    actions_notices,
    actions_of_team,
    actions_opened,
    actions_reassigned,
    agreed_actions,
    allocation,
    ask,
    audit,
    closures,
    digest,
    exemptions,
    exemptions_approval,
    exemptions_notices,
    exemptions_register,
    exports,
    frameworks,
    frozen,
    put_off,
    qa_answers,
    qa_audits,
    qa_changes,
    qa_notices,
    qa_tasks,
    reopening,
    table_chasing,
    table_concerns,
    table_following,
    table_moderation,
    typed_audit,
    typed_places,
    welcome,
    what_to_ask,
    workbooks,
)
from dialogs.colleagues import outcome_notice, started_notice
from dialogs.concern_typed import typed_about_concerns
from dialogs.contacts import bring_back as bring_contact_back
from dialogs.contacts import form_typed as contact_typed
from dialogs.contacts import remove as remove_contact
from dialogs.contacts import save as save_contact
from dialogs.exemptions_typed import typed_about_exemptions
from dialogs.other_words import ALSO, nearly
from dialogs.turn import MessageMaker, Reply, Turn, Viewer
from dialogs.wired import Act, Wired
from domain.words import Role
from storage.colleagues import OUTCOME, STARTED
from storage.exemption_notices import ANSWERED, ASKED
from storage.nudge_lines import DIGEST

BUTTONS: Mapping[Verb, Wired] = {
    Verb.HELP: Wired(welcome.help_),
    Verb.MY_AUDITS: Wired(allocation.my_audits),
    Verb.CONTINUE_AUDIT: Wired(audit.resume),
    Verb.START_AUDIT: Wired(audit.start, audit.again),
    Verb.NEXT: Wired(audit.next_step, audit.again),
    Verb.BACK: Wired(audit.back, audit.again),
    Verb.SAVE: Wired(audit.save, audit.saved_again),
    Verb.JUMP: Wired(audit.jump, audit.again),
    Verb.ADD_ACTION: Wired(agreed_actions.add_form),
    Verb.EDIT_ACTION: Wired(agreed_actions.edit_form),
    Verb.SET_DUE_DAY: Wired(agreed_actions.set_due_day),
    Verb.SAVE_ACTION: Wired(agreed_actions.save, audit.again),
    Verb.REMOVE_ACTION: Wired(agreed_actions.remove, audit.again),
    Verb.RESTORE_ACTION: Wired(agreed_actions.bring_back, audit.again),
    Verb.RETURN_AUDIT: Wired(audit.hand_in, audit.again),
    Verb.CONTACT_FORM: Wired(audit.leave_for_contacts),
    Verb.CONTACT_TODAY: Wired(audit.note_contact_today, audit.again),
    Verb.SAVE_CONTACT: Wired(save_contact, audit.again),
    Verb.REMOVE_CONTACT: Wired(remove_contact, audit.again),
    Verb.RESTORE_CONTACT: Wired(bring_contact_back, audit.again),
    Verb.SAY_IN_AUDIT: Wired(typed_audit.say_pressed, audit.again),
    Verb.PLACE_TEXT: Wired(typed_places.place_text, audit.again),
    Verb.CONFLICT_FORM: Wired(allocation.conflict_form),
    Verb.DECLARE_CONFLICT: Wired(allocation.declare_conflict, allocation.conflict_again),
    Verb.ASK_EXEMPTION: Wired(exemptions.form),
    Verb.SEND_EXEMPTION: Wired(exemptions.send, exemptions.mine),
    Verb.MY_EXEMPTIONS: Wired(exemptions.mine),
    Verb.TAKE_BACK_EXEMPTION: Wired(exemptions.take_back, exemptions.mine),
    Verb.EXEMPTION_REQUESTS: Wired(exemptions_approval.requests),
    Verb.EXEMPTION_REQUEST: Wired(exemptions_approval.show),
    Verb.APPROVE_EXEMPTION: Wired(exemptions_approval.approve, exemptions_approval.show),
    Verb.DECLINE_EXEMPTION_FORM: Wired(exemptions_approval.decline_form),
    Verb.DECLINE_EXEMPTION: Wired(exemptions_approval.decline, exemptions_approval.show),
    Verb.UNDO_EXEMPTION: Wired(exemptions_approval.undo, exemptions_approval.undone),
    Verb.EXEMPTIONS_OF_MONTH: Wired(exemptions_register.register),
    Verb.RECORD_EXEMPTION_FORM: Wired(exemptions_register.record_form),
    Verb.RECORD_EXEMPTION: Wired(exemptions_register.record_one, exemptions_register.register),
    Verb.END_EXEMPTION_FORM: Wired(exemptions_register.end_form),
    Verb.END_EXEMPTION: Wired(exemptions_register.end_one, exemptions_register.register),
    Verb.QA_TASKS: Wired(qa_tasks.qa_tasks),
    Verb.CLOSE_TASK: Wired(qa_tasks.close, qa_tasks.list_again),
    Verb.TASK_FORM: Wired(qa_answers.form),
    Verb.ACCEPT_CONFLICT: Wired(qa_answers.accept_conflict, qa_tasks.list_again),
    Verb.DECLINE_CONFLICT: Wired(qa_answers.decline_conflict, qa_tasks.list_again),
    Verb.LINK_ACCOUNT: Wired(qa_answers.link_account, qa_tasks.list_again),
    Verb.REFUSE_ACCOUNT: Wired(qa_answers.refuse_account, qa_tasks.list_again),
    Verb.LEAVERS_ITEMS: Wired(qa_answers.leavers_items),
    Verb.GIVE_ACTION: Wired(qa_answers.give_to, qa_answers.leavers_items),
    Verb.QA_FIND: Wired(qa_audits.find),
    Verb.QA_AUDIT: Wired(qa_audits.show),
    Verb.QA_FORM: Wired(qa_changes.form),
    Verb.QA_REASSIGN: Wired(qa_changes.reassign_it, qa_audits.show),
    Verb.QA_WITHDRAW: Wired(qa_changes.withdraw_it, qa_audits.show),
    Verb.QA_REINSTATE: Wired(qa_changes.reinstate_it, qa_audits.show),
    Verb.QA_SEND_BACK: Wired(qa_changes.send_it_back, qa_audits.show),
    Verb.QA_CORRECT: Wired(qa_changes.correct_it, qa_audits.show),
    Verb.QA_ACT_FOR: Wired(qa_changes.act_for, audit.again),
    Verb.QA_STOP_ACTING: Wired(qa_changes.stop, qa_audits.show),
    Verb.REOPEN: Wired(reopening.reopen, reopening.again),
    Verb.IMPORT_WORKBOOK: Wired(workbooks.start_import),
    Verb.IMPORT_OVER_TEAMS: Wired(workbooks.start_import_over_teams),
    Verb.LEAVE_WORKBOOK: Wired(workbooks.leave),
    Verb.SHOW_WORKBOOK: Wired(workbooks.stand),
    Verb.MARK_WORKBOOK: Wired(workbooks.mark),
    Verb.EXPORT: Wired(exports.export),
    Verb.FRAMEWORKS: Wired(frameworks.frameworks),
    Verb.DIGEST: Wired(digest.show),
    Verb.DIGEST_REST: Wired(digest.show_rest),
    Verb.NEED_UNTIL_FORM: Wired(put_off.need_until_form),
    Verb.NEED_UNTIL: Wired(put_off.need_until, put_off.again),
    Verb.MY_ACTIONS: Wired(actions.my_actions),
    Verb.TEAM_ACTIONS: Wired(actions_of_team.team_actions),
    Verb.ACTION_FORM: Wired(actions_opened.form),
    Verb.COMPLETE_ACTION: Wired(actions_answers.done, actions_answers.again),
    Verb.UNDO_ACTION: Wired(actions_answers.undo, actions_answers.again),
    Verb.PUT_OFF_ACTION: Wired(actions_answers.more_time, actions_answers.again),
    Verb.DISOWN_ACTION: Wired(actions_answers.not_mine, actions_answers.again),
    Verb.BLOCK_ACTION: Wired(actions_answers.blocked, actions_answers.again),
    Verb.REASSIGN_ACTION: Wired(actions_reassigned.reassign, actions_reassigned.again),
    Verb.LEAVE_ACTION: Wired(actions_reassigned.leave, actions_reassigned.again),
    Verb.CLOSURES: Wired(closures.closures),
    Verb.VERIFY_CLOSURE: Wired(closures.verify, closures.again),
    Verb.REOPEN_ACTION: Wired(closures.reopen_it, closures.again),
    Verb.ASK_QUESTION: Wired(ask.press_question),
    Verb.SHOW_FIGURE: Wired(ask.show_figure),
    Verb.OTHER_WAYS: Wired(ask.other_ways),
    Verb.AS_AT_DAY: Wired(ask.as_at_day),
    Verb.WHAT_CAN_I_ASK: Wired(what_to_ask.what_can_i_ask),
    Verb.FREEZE_FIGURE: Wired(frozen.freeze, frozen.frozen_again),
    Verb.FROZEN_FIGURES: Wired(frozen.listed),
    Verb.FROZEN_FIGURE: Wired(frozen.then_and_now),
    Verb.FROZEN_ROWS: Wired(frozen.rows),
    **table_chasing.BUTTONS,
    **table_concerns.BUTTONS,
    **table_following.BUTTONS,
    **table_moderation.BUTTONS,
}


COMMANDS: Mapping[str, Act] = {
    "help": welcome.help_,
    **{words: welcome.help_at(number) for words, number in welcome.PAGES.items()},
    "my audits": allocation.my_audits,
    "continue": typed_audit.continue_typed,
    "contact attempt": contact_typed,
    **{words: typed_audit.command(words) for words in typed_audit.COMMANDS},
    "my actions": actions.my_actions,
    "my team's actions": actions_of_team.team_actions,
    "closures to check": closures.closures,
    "qa tasks": qa_tasks.qa_tasks,
    "find an audit": qa_audits.find,
    "export": exports.export,
    "frameworks": frameworks.frameworks,
    "digest": digest.show,
    "exemption": exemptions.form,
    "my exemptions": exemptions.mine,
    "exemption requests": exemptions_approval.requests,
    "record exemption": exemptions_register.record_form,
    "what can i ask": what_to_ask.what_can_i_ask,
    "frozen figures": frozen.listed,
    **table_chasing.COMMANDS,
    **table_concerns.COMMANDS,
    **table_following.COMMANDS,
    **table_moderation.COMMANDS,
}
# QA's commands that go on with what they are about. In anybody else's text the same words are just words.
_OPENINGS: Mapping[str, Callable[[Turn, str], Reply]] = {
    "audits of ": qa_audits.typed_name,
    "audit ": qa_audits.typed_reference,
}
MESSAGES: Mapping[str, MessageMaker] = {
    allocation.NOTICE: allocation.notice,
    STARTED: started_notice,
    OUTCOME: outcome_notice,
    DIGEST: digest.digest,
    actions_notices.AGREED: actions_notices.agreed,
    actions_notices.GIVEN: actions_notices.given,
    actions_notices.GONE: actions_notices.gone,
    actions_notices.STAYS: actions_notices.stays,
    actions_notices.BLOCKED: actions_notices.blocked,
    actions_notices.REOPENED: actions_notices.reopened,
    ASKED: exemptions_notices.asked,
    ANSWERED: exemptions_notices.answered,
    qa_notices.AUDIT_GONE: qa_notices.audit_gone,
    qa_notices.SENT_BACK: qa_notices.sent_back,
    qa_notices.DUE_DAY: qa_notices.due_day,
    qa_notices.CONFLICT_DECLINED: qa_notices.conflict_declined,
    qa_notices.REOPENING_ENDED: qa_notices.reopening_ended,
    qa_notices.RETURNED_FOR: qa_notices.returned_for,
    qa_notices.BROUGHT_BACK: qa_notices.brought_back,
    **table_chasing.MESSAGES,
    **table_concerns.MESSAGES,
    **table_following.MESSAGES,
    **table_moderation.MESSAGES,
}


def command(text: str, viewer: Viewer) -> Act | None:
    """What a typed message asks for, or None where it is no command."""
    words = " ".join(text.casefold().split()).strip(" .!?'\"")
    known = COMMANDS.get(ALSO.get(words, words)) or (_opened(words) if viewer.is_a(Role.QA) else None)
    return (
        known
        or typed_about_exemptions(text, viewer)
        or table_following.typed(text)
        or typed_about_concerns(text, viewer)
        or COMMANDS.get(nearly(words, COMMANDS) or "")
    )


def _opened(words: str) -> Act | None:
    for opening, show in _OPENINGS.items():
        if words.startswith(opening):
            about = words.removeprefix(opening)
            return lambda turn, _press: show(turn, about)
    return None
