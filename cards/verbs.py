"""The verbs of all buttons, and what a card carries behind them."""

from enum import StrEnum

# Keys of the data behind every button, and the mark of what was typed: `in_rating` is the input `rating`.
VERB = "verb"
ACTION_ID = "once"
AUDIT = "audit"
STEP = "step"
REVISION = "revision"
DRAFT = "draft"
FILE = "file"
FILE_DIGEST = "digest"
SEEN = "seen"
AS_IT_IS = "as_it_is"
TASK = "task"
FORM = "form"
CONCERN = "concern"
QUERY = "query"
QUESTION = "question"
START = "start"
FROZEN = "frozen"
DAY = "day"
GROUP = "group"
FIRST = "first"
ACTION = "action"
CLOSURE = "closure"
PERSON = "person"
# Which list a button stood in, and so which one comes back when it has done its work.
LIST = "list"
SURVEY = "survey"
REQUEST = "request"
MONTH = "month"
EXEMPTION = "exemption"
DISPUTE = "dispute"
MODERATION = "moderation"
MEETING = "meeting"
LEAVE = "leave"
WHOLE = "whole"
DEPUTY = "deputy"
FROM = "from_day"
TO = "to_day"
TEAM = "team"
SAMPLE = "sample"
RECORD = "record"
INPUT = "in_"


class Verb(StrEnum):
    """What a button does, named as an order. The values are in cards already sent: they are never reused."""

    HELP = "help"
    MY_AUDITS = "my_audits"
    CONTINUE_AUDIT = "continue_audit"
    START_AUDIT = "start_audit"
    NEXT = "next"
    BACK = "back"
    SAVE = "save"
    JUMP = "jump"
    ADD_ACTION = "add_action"
    EDIT_ACTION = "edit_action"
    SET_DUE_DAY = "set_due_day"
    SAVE_ACTION = "save_action"
    REMOVE_ACTION = "remove_action"
    RESTORE_ACTION = "restore_action"
    RETURN_AUDIT = "return_audit"
    CONTACT_FORM = "contact_form"
    CONTACT_TODAY = "contact_today"
    SAVE_CONTACT = "save_contact"
    REMOVE_CONTACT = "remove_contact"
    RESTORE_CONTACT = "restore_contact"
    SAY_IN_AUDIT = "say_in_audit"
    PLACE_TEXT = "place_text"
    CONFLICT_FORM = "conflict_form"
    DECLARE_CONFLICT = "declare_conflict"
    ASK_EXEMPTION = "ask_exemption"
    SEND_EXEMPTION = "send_exemption"
    MY_EXEMPTIONS = "my_exemptions"
    TAKE_BACK_EXEMPTION = "take_back_exemption"
    EXEMPTION_REQUESTS = "exemption_requests"
    EXEMPTION_REQUEST = "exemption_request"
    APPROVE_EXEMPTION = "approve_exemption"
    DECLINE_EXEMPTION_FORM = "decline_exemption_form"
    DECLINE_EXEMPTION = "decline_exemption"
    UNDO_EXEMPTION = "undo_exemption"
    EXEMPTIONS_OF_MONTH = "exemptions_of_month"
    RECORD_EXEMPTION_FORM = "record_exemption_form"
    RECORD_EXEMPTION = "record_exemption"
    END_EXEMPTION_FORM = "end_exemption_form"
    END_EXEMPTION = "end_exemption"
    CONCERN_FORM = "concern_form"
    RAISE_CONCERN = "raise_concern"
    ACKNOWLEDGE = "acknowledge"
    QA_TASKS = "qa_tasks"
    CLOSE_TASK = "close_task"
    TASK_FORM = "task_form"
    ACCEPT_CONFLICT = "accept_conflict"
    DECLINE_CONFLICT = "decline_conflict"
    LINK_ACCOUNT = "link_account"
    REFUSE_ACCOUNT = "refuse_account"
    LEAVERS_ITEMS = "leavers_items"
    GIVE_ACTION = "give_action"
    QA_FIND = "qa_find"
    QA_AUDIT = "qa_audit"
    QA_FORM = "qa_form"
    QA_REASSIGN = "qa_reassign"
    QA_WITHDRAW = "qa_withdraw"
    QA_REINSTATE = "qa_reinstate"
    QA_SEND_BACK = "qa_send_back"
    QA_CORRECT = "qa_correct"
    QA_ACT_FOR = "qa_act_for"
    QA_STOP_ACTING = "qa_stop_acting"
    REOPEN = "reopen"
    IMPORT_WORKBOOK = "import_workbook"
    IMPORT_OVER_TEAMS = "import_over_teams"
    LEAVE_WORKBOOK = "leave_workbook"
    SHOW_WORKBOOK = "show_workbook"
    MARK_WORKBOOK = "mark_workbook"
    EXPORT = "export"
    FRAMEWORKS = "frameworks"
    DIGEST = "digest"
    DIGEST_REST = "digest_rest"
    MARK_UPLOADED = "mark_uploaded"
    TAKE_OFF_RECORD = "take_off_record"
    NEED_UNTIL_FORM = "need_until_form"
    NEED_UNTIL = "need_until"
    MY_ACTIONS = "my_actions"
    TEAM_ACTIONS = "team_actions"
    ACTION_FORM = "action_form"
    COMPLETE_ACTION = "complete_action"
    UNDO_ACTION = "undo_action"
    PUT_OFF_ACTION = "put_off_action"
    DISOWN_ACTION = "disown_action"
    BLOCK_ACTION = "block_action"
    REASSIGN_ACTION = "reassign_action"
    LEAVE_ACTION = "leave_action"
    CLOSURES = "closures"
    VERIFY_CLOSURE = "verify_closure"
    REOPEN_ACTION = "reopen_action"
    ASK_QUESTION = "ask_question"
    SHOW_FIGURE = "show_figure"
    OTHER_WAYS = "other_ways"
    AS_AT_DAY = "as_at_day"
    WHAT_CAN_I_ASK = "what_can_i_ask"
    FREEZE_FIGURE = "freeze_figure"
    FROZEN_FIGURES = "frozen_figures"
    FROZEN_FIGURE = "frozen_figure"
    FROZEN_ROWS = "frozen_rows"
    CONCERNS = "concerns"
    WATCH_LIST = "watch_list"
    WATCH_FORM = "watch_form"
    RECORD_WATCH = "record_watch"
    CONCERN_ENTRY = "concern_entry"
    CONCERN_FORM_OF = "concern_form_of"
    ACT_ON_CONCERN = "act_on_concern"
    MY_SURVEYS = "my_surveys"
    SHOW_SURVEY = "show_survey"
    ANSWER_SURVEY = "answer_survey"
    SURVEY_FORM = "survey_form"
    SAVE_SURVEY = "save_survey"
    MY_DISPUTES = "my_disputes"
    SHOW_DISPUTE = "show_dispute"
    DISPUTE_FORM = "dispute_form"
    RAISE_DISPUTE = "raise_dispute"
    MOVE_DISPUTE = "move_dispute"
    RESOLVE_DISPUTE = "resolve_dispute"

    MY_MODERATIONS = "my_moderations"
    OPEN_MODERATION = "open_moderation"
    CONTINUE_MODERATION = "continue_moderation"
    MODERATION_NEXT = "moderation_next"
    MODERATION_BACK = "moderation_back"
    MODERATION_SAVE = "moderation_save"
    MODERATION_AGAIN = "moderation_again"
    CONFIRM_GRADES = "confirm_grades"
    CHANGE_FORM = "change_form"
    CHANGE_GRADES = "change_grades"
    STANDARD_FORM = "standard_form"
    NOT_TO_STANDARD = "not_to_standard"
    MY_OUTCOMES = "my_outcomes"
    SHOW_OUTCOME = "show_outcome"
    ANSWER_OUTCOME = "answer_outcome"
    GIVE_MODERATION = "give_moderation"
    SHOW_MODERATION = "show_moderation"
    SHOW_MEETING = "show_meeting"
    PROPOSE_MEETING = "propose_meeting"
    MEETING_WORKS = "meeting_works"
    MEETING_OTHER_FORM = "meeting_other_form"
    MEETING_OTHER = "meeting_other"
    MEETING_OUTCOME_FORM = "meeting_outcome_form"
    RECORD_MEETING = "record_meeting"
    MY_CALIBRATION = "my_calibration"
    ALL_CALIBRATION = "all_calibration"
    MY_LEAVE = "my_leave"
    LEAVE_FORM = "leave_form"
    RECORD_LEAVE = "record_leave"
    CANCEL_LEAVE = "cancel_leave"
    END_LEAVE = "end_leave"
    WHO_IS_AWAY = "who_is_away"
    DEPUTY_FORM = "deputy_form"
    NAME_DEPUTY = "name_deputy"
    END_DEPUTY = "end_deputy"
    STOPS = "stops"
    STOP_FORM = "stop_form"
    STOP_CHASING = "stop_chasing"
    START_CHASING = "start_chasing"
    DIP_SAMPLES = "dip_samples"
    SHOW_SAMPLE = "show_sample"
    SAMPLE_FORM = "sample_form"
    SET_UP_SAMPLE = "set_up_sample"
    SHARE_SAMPLE = "share_sample"
    CLOSE_SAMPLE = "close_sample"
    MY_SAMPLES = "my_samples"
    SHOW_RECORD = "show_record"
    ANSWER_RECORD = "answer_record"
    RECORD_FORM = "record_form"
    SAVE_RECORD = "save_record"


# Buttons that only look: pressing one again shows the thing again.
LOOKS = frozenset(
    {
        Verb.HELP,
        Verb.MY_AUDITS,
        Verb.CONTINUE_AUDIT,
        Verb.ADD_ACTION,
        Verb.EDIT_ACTION,
        Verb.SET_DUE_DAY,
        Verb.CONFLICT_FORM,
        Verb.ASK_EXEMPTION,
        Verb.MY_EXEMPTIONS,
        Verb.EXEMPTION_REQUESTS,
        Verb.EXEMPTION_REQUEST,
        Verb.DECLINE_EXEMPTION_FORM,
        Verb.EXEMPTIONS_OF_MONTH,
        Verb.RECORD_EXEMPTION_FORM,
        Verb.END_EXEMPTION_FORM,
        Verb.QA_TASKS,
        Verb.TASK_FORM,
        Verb.LEAVERS_ITEMS,
        Verb.QA_FIND,
        Verb.QA_AUDIT,
        Verb.QA_FORM,
        Verb.SHOW_WORKBOOK,
        Verb.MARK_WORKBOOK,
        Verb.EXPORT,
        Verb.FRAMEWORKS,
        Verb.DIGEST,
        Verb.DIGEST_REST,
        Verb.NEED_UNTIL_FORM,
        Verb.MY_ACTIONS,
        Verb.TEAM_ACTIONS,
        Verb.ACTION_FORM,
        Verb.CLOSURES,
        Verb.ASK_QUESTION,
        Verb.SHOW_FIGURE,
        Verb.OTHER_WAYS,
        Verb.AS_AT_DAY,
        Verb.WHAT_CAN_I_ASK,
        Verb.FROZEN_FIGURES,
        Verb.FROZEN_FIGURE,
        Verb.FROZEN_ROWS,
        Verb.CONCERNS,
        Verb.WATCH_LIST,
        Verb.WATCH_FORM,
        Verb.CONCERN_ENTRY,
        Verb.CONCERN_FORM_OF,
        Verb.MY_SURVEYS,
        Verb.SHOW_SURVEY,
        Verb.SURVEY_FORM,
        Verb.MY_DISPUTES,
        Verb.SHOW_DISPUTE,
        Verb.DISPUTE_FORM,
        Verb.MY_MODERATIONS,
        Verb.CONTINUE_MODERATION,
        Verb.CHANGE_FORM,
        Verb.STANDARD_FORM,
        Verb.MY_OUTCOMES,
        Verb.SHOW_OUTCOME,
        Verb.SHOW_MODERATION,
        Verb.SHOW_MEETING,
        Verb.MEETING_OTHER_FORM,
        Verb.MEETING_OUTCOME_FORM,
        Verb.MY_CALIBRATION,
        Verb.ALL_CALIBRATION,
        Verb.MY_LEAVE,
        Verb.LEAVE_FORM,
        Verb.WHO_IS_AWAY,
        Verb.DEPUTY_FORM,
        Verb.STOPS,
        Verb.STOP_FORM,
        Verb.DIP_SAMPLES,
        Verb.SHOW_SAMPLE,
        Verb.SAMPLE_FORM,
        Verb.MY_SAMPLES,
        Verb.SHOW_RECORD,
        Verb.RECORD_FORM,
    }
)
