"""The field's own words, as they are stored and imported (DOMAIN: people, lifecycle; import vocabulary)."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the audit programme. A person may hold several and may do the union."""

    AUDITOR = "auditor"
    MODERATOR = "moderator"
    EXTERNAL_MODERATOR = "external_moderator"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"
    DIRECTOR = "director"
    LEADER = "leader"
    QA = "qa"
    IRO = "iro"
    CP_CHAIR = "cp_chair"


class Post(StrEnum):
    """A post held over a team, named on the team's row of the workbook."""

    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"


class StandingKind(StrEnum):
    """Why a trained auditor is not available for a run of months."""

    MODERATING = "moderating"
    ALTERNATE_MONTHS = "alternate_months"
    MASH_ALTERNATE_MONTHS = "mash_alternate_months"
    MATERNITY = "maternity"
    EXTENDED_ABSENCE = "extended_absence"
    OTHER = "other"


class AllocationKind(StrEnum):
    """Why this record was given to this auditor."""

    CORE = "core"
    ADDITIONAL = "additional"
    THEMED = "themed"
    LOOPED = "looped"


class AllocationStatus(StrEnum):
    """Where an allocation stands. `nil` is not here: it is a standing once the month has closed."""

    ALLOCATED = "allocated"
    STARTED = "started"
    RETURNED = "returned"
    SENT_BACK = "sent_back"
    MODERATED = "moderated"
    UPLOADED = "uploaded"
    EXEMPTED = "exempted"
    WITHDRAWN = "withdrawn"


class Change(StrEnum):
    """What can be done to an allocation (`domain/lifecycle.py` has who may, from where, and to where)."""

    START = "start"
    RETURN = "return"
    RETURN_AGAIN = "return_again"
    REOPEN = "reopen"
    END_REOPENING = "end_reopening"
    SEND_BACK = "send_back"
    MODERATE = "moderate"
    UPLOAD = "upload"
    TAKE_OFF_RECORD = "take_off_record"
    EXEMPT = "exempt"
    WITHDRAW = "withdraw"
    REINSTATE = "reinstate"
    REASSIGN = "reassign"
    CORRECT_DUE_DAY = "correct_due_day"
    CORRECT_RETURN_DAY = "correct_return_day"
    END_EXEMPTION = "end_exemption"
    ACT_FOR = "act_for"
    STOP_ACTING = "stop_acting"
    GIVE_TO_MODERATOR = "give_to_moderator"
    OPEN_MODERATION = "open_moderation"
    RATE = "rate"
    ANSWER_MODERATION = "answer_moderation"
    PROPOSE_MEETING = "propose_meeting"
    ANSWER_MEETING = "answer_meeting"


class ExemptionKind(StrEnum):
    """Why somebody has no audit in one month; health and leave are counted apart."""

    HEALTH = "health"
    LEAVE = "leave"
    DISCRETIONARY = "discretionary"
    DIRECTOR = "director"
    OTHER = "other"


class Rating(StrEnum):
    """A grade of practice; Not Graded is for single domains only."""

    OUTSTANDING = "Outstanding"
    GOOD = "Good"
    REQUIRES_IMPROVEMENT = "Requires Improvement"
    INADEQUATE = "Inadequate"
    NOT_GRADED = "Not Graded"


OVERALL_RATINGS = (Rating.OUTSTANDING, Rating.GOOD, Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE)


class Party(StrEnum):
    """Who an auditor is to involve in an audit."""

    SOCIAL_WORKER = "social_worker"
    MANAGER = "manager"
    IRO_OR_CHAIR = "iro_or_chair"
    CHILD = "child"
    PARENT = "parent"


class Involvement(StrEnum):
    """How far a party was involved (workbook sheet `engagement`, column `outcome`)."""

    INCLUDED = "included"
    ATTEMPTED = "attempted"
    NOT_ATTEMPTED = "not_attempted"
    NOT_APPLICABLE = "not_applicable"


class ColleaguePart(StrEnum):
    """The part in a case that makes somebody hear of its audit."""

    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"


class ContactWay(StrEnum):
    """How an auditor tried to reach somebody."""

    PHONE = "phone"
    VISIT = "visit"
    MESSAGE = "message"
    OTHER = "other"


class Sentiment(StrEnum):
    """What the family said of the help they had."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"


class SendClass(StrEnum):
    """The classes of message that the service sends of itself (DOMAIN: what is sent, and when)."""

    NOTICE = "notice"
    NUDGE = "nudge"
    ALARM = "alarm"


class SendStatus(StrEnum):
    """Where a message of the outbox stands.

    `pending → claimed → sending → sent | failed | unreachable | uncertain | lapsed`; a passing fault puts it
    back to `pending` with a later `not_before`.
    """

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    UNCERTAIN = "uncertain"
    LAPSED = "lapsed"


class QaTaskKind(StrEnum):
    """Why the QA team must look at something."""

    CONFLICT_OF_INTEREST = "conflict_of_interest"
    IMMEDIATE_CONCERN = "immediate_concern"
    CHILD_OF_CONCERN = "child_of_concern"
    UNREACHABLE_PERSON = "unreachable_person"
    UNMATCHED_PERSON = "unmatched_person"
    IDENTITY_CLASH = "identity_clash"
    LEAVERS_ITEMS = "leavers_items"
    FAILED_DELIVERY = "failed_delivery"
    UNCERTAIN_DELIVERY = "uncertain_delivery"
    FAILED_JOB = "failed_job"
    NOBODY_ABOVE = "nobody_above"
    ACTION_NOT_MINE = "action_not_mine"
    ACTION_BLOCKED = "action_blocked"
    CLOSURES_TO_CHECK = "closures_to_check"
    MODERATION = "moderation"
    NO_APPROVER = "no_approver"


class ConcernStatus(StrEnum):
    """Where a child of concern stands, in the order of its usual course."""

    OPEN = "open"
    RESPONDED = "responded"
    REVIEWED = "reviewed"
    SIGNED_OFF = "signed_off"
    RESOLVED = "resolved"


class ConcernAct(StrEnum):
    """What can be done to an entry for a child of concern (`domain/concern_lifecycle.py` has who may, and from where).

    An import brings states and no acts.
    """

    RAISE = "raise"
    RESPOND = "respond"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    SIGN_OFF = "sign_off"
    PLACE = "place"
    SET_CATEGORY = "set_category"
    CLOSE = "close"
    REOPEN = "reopen"


class WatchOutcome(StrEnum):
    """What QA finds when it reviews a child whose audit was Requires Improvement and at risk of decline."""

    STILL_AT_RISK = "still_at_risk"
    NO_LONGER_AT_RISK = "no_longer_at_risk"
    NOW_INADEQUATE = "now_inadequate"


class ActionStatus(StrEnum):
    """Where an agreed action stands; on time, late and overdue follow from its days.

    `removed` is an action that a later version of its audit no longer asks for.
    """

    OPEN = "open"
    COMPLETED = "completed"
    REMOVED = "removed"


class EscalationRoute(StrEnum):
    """Who took a case into dispute resolution."""

    IRO = "iro"
    CP_CHAIR = "cp_chair"


class EscalationStatus(StrEnum):
    """Where a dispute stands."""

    IN_PROCESS = "in process"
    RESOLVED = "resolved"


class DipAnswer(StrEnum):
    """The answer to a question of a dip sample; not applicable is shown and not counted."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    NOT_APPLICABLE = "not_applicable"


class Impact(StrEnum):
    """What became of the practice, or of the child's life, six weeks after an audit."""

    IMPROVED = "improved"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    TOO_SOON = "too_soon"


class Done(StrEnum):
    """Whether an audit was done with the people who work with the child, to them, or both."""

    WITH = "with"
    TO = "to"
    BOTH = "both"


class Heed(StrEnum):
    """What a manager did about an audit of their team's work."""

    ACKNOWLEDGED = "acknowledged"
    DISCUSSED = "discussed"
