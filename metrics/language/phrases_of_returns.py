"""Phrases about audits given out and come back, who does them, and how figures are counted."""

from collections.abc import Mapping

from metrics.language.notions import Notion

OF_RETURNS: Mapping[Notion, str] = {
    Notion.COMPLETION: (
        "completion, completions, completed, complete, completing, completeness, compliance, compl, completing their "
        "audits"
    ),
    Notion.RETURNED: (
        "returned, returns, return, returning, came back, come back, coming back, back in, are back, is back, back, "
        "came in, come in, have come in, submitted, handed in, hand in, sent in, sent back in, turned in, got in, "
        "got back, gotten back, received, brought back, been done, got done, did we do, done, finished, been in, in "
        "so far, returned so far, submissions, submission, came home, got their audits in, has come back, actually "
        "come back, were in, got them back, got theirs in, handed back, handing in, sending in, send the audit back, "
        "send back, sent back, send them back, sending back, coming in, make it back, made it back, get back, get "
        "them back, get in, did get done, get done, getting done, getting back, hand back, handed theirs back, hand "
        "theirs back, hand them back, handing back, sent theirs in, sent their audit back, sent their audits back, "
        "sent theirs back, sent them in, sent it in, sent it back"
    ),
    Notion.STILL_OUT: (
        "still out, still to come, still to come back, still awaited, awaited, awaiting, still waiting for, waiting "
        "for, waiting on, pending, still due, left to do, yet to come back, yet to come, yet to be returned, yet to "
        "return, unreturned, not in yet, still owed, owed, remaining, left to come back, yet to be completed, "
        "incomplete, still missing, missing, left to return, unfinished, still to be, have still to be, waiting to "
        "be, to be returned, not back yet, never came in, outstanding still, yet to hand in, yet to submit, yet to "
        "send back, yet to send in, yet to arrive, still with auditors, lagging, left outstanding, have not arrived, "
        "yet to be uploaded, yet to be done, yet to be put, still to be put, owing, waiting"
    ),
    Notion.EXCELLENT: "outstanding, outstandings",
    Notion.NIL: "nil, nils",
    Notion.ALLOCATED: (
        "allocated, allocation, allocations, allocate, given out, gave out, handed out, hand out, issued, assigned, "
        "sent out, went out, put out, given, did we ask for, asked for, we ask for, ask for, asked to audit, "
        "everyone we asked to audit, asked to do, sent an audit, give out, did we give out, giving out, did we hand "
        "out"
    ),
    Notion.LATE: (
        "late, lateness, tardy, after the due date, after the due day, after their due date, after their due day, "
        "past the due date, after the deadline, past the deadline, past their deadline, missed the deadline, missed "
        "their deadline, missed the due date, behind time, after its due day, after its due date, tardily, overran, "
        "after it was due, after they were due, past due day, not by the due date"
    ),
    Notion.ON_TIME: (
        "on time, in time, punctual, punctually, by the deadline, by the due date, by their due date, before the "
        "deadline, within time, on schedule, by the due day, by their deadline, punctuality, when it was due, when "
        "they were due, on or before the due date, on or before their due date"
    ),
    Notion.STANDARD: (
        "to standard, up to standard, met standard, met the standard, meet the standard, meet standard, meeting "
        "standard, meeting the standard, standard, standards, of standard, good enough to count, accepted as to "
        "standard, up to scratch, to the standard, std, required standard, submission standard, standard for "
        "submission, acceptable standard, proper standard, good enough, passed the standard, reached the standard, "
        "reach the standard, reaching the standard, met the bar, pass the standard, acceptable, passed muster, "
        "standard met, passing the standard"
    ),
    Notion.BELOW_STANDARD: (
        "below standard, sub standard, substandard, below the standard, failed the standard, fail the standard, not "
        "acceptable, fell short of the standard, fell below standard, fell below the standard, under the standard, "
        "under standard, short of the standard, failing the standard, sent back for not meeting the standard, not up "
        "to scratch, not good enough, fell short"
    ),
    Notion.NET: (
        "net, excluding exemptions, excluding exempt, excluding exempted, excluding the exempted, less exemptions, "
        "after exemptions, without exemptions, not counting exemptions, leaving out exemptions, taking out "
        "exemptions, excluding those exempted, without the exempted, without those exempted, leaving out the "
        "exempted, minus exemptions, discounting exemptions, once exemptions are taken out, when exemptions are "
        "taken out, ignoring exemptions, removing exemptions, excluding exempt audits, excluding exempted audits, "
        "excluding the exemptions, leaving aside exemptions, not counting those exempted, not counting the exempted, "
        "discounting the exempted, ignoring the exempted, taking exemptions out, taking out the exempted, leaving "
        "out those exempted, after taking out exemptions, after taking off exemptions, taking off exemptions, once "
        "exempted people are taken out, once the exempted are taken out, taking out people exempted, leave out the "
        "exempted, leave out exemptions, leaving exemptions out, leave out those exempted, allowing for exemptions, "
        "netting off exemptions, after removing exemptions, if you leave out the exempted, not counting people "
        "exempted, leaving out people exempted, excluding people exempted, once exempted auditors are taken out, "
        "without exempted audits, with exemptions taken out, with the exempted taken out, with exemptions removed, "
        "taking away exemptions, take out exemptions, take out the exempted, excluding exempt auditors, excluding "
        "exempted auditors, discounting exempted audits, aside from exemptions, apart from exemptions, setting aside "
        "exemptions, minus the exempted, less the exempted, less those exempted, exemptions aside, exemptions "
        "excluded, not counting exempted audits, adjusted for exemptions, net of exemptions, net of the exempted, "
        "net of exempted, net of those exempted, take exemptions off, take exemptions off the bottom, exemptions off "
        "the bottom, once you take exemptions off the bottom, once you take exemptions off"
    ),
    Notion.POOL: (
        "pool, of the pool, pools, whole pool, pool size, against the pool, everyone trained, everybody trained, all "
        "trained auditors, trained auditors, trained people, everyone who is trained, workforce, audit workforce, all "
        "the trained, whole auditor pool, auditor pool, auditing pool, of everyone who can audit, trained up, trained"
    ),
    Notion.OF_POOL: "out of the pool, as a share of the pool, as a percentage of the pool, as a proportion of the pool",
    Notion.EXEMPTED: (
        "exempted, exempt, let off, excused, exempting, got out of, were excused, got out of auditing, got out of "
        "doing an audit, let out"
    ),
    Notion.EXEMPTION: "exemption, exemptions, dispensation, dispensations, exemptions granted, exemptions agreed",
    Notion.AFTER_ALLOCATION: (
        "after allocation, after being allocated, after they were allocated, post allocation, once allocated, after "
        "the allocation, after it was allocated, after having been allocated, had an audit and were then let off, "
        "were then let off, were then exempted, then exempted, then let off, then excused, lost to exemption, lost to "
        "exemptions, after being given one, after they were given one, after getting one, after it had been "
        "allocated, after being given an audit, having been allocated, once they had been allocated, already been "
        "given an audit, already allocated, after they got one"
    ),
    Notion.UPLOADED: (
        "uploaded, upload, uploads, on the child record, on the childs record, on the record, on the file, placed on "
        "the record, placed on the child record, put on the record, put on the child record, on record, on file, on "
        "the system, on the case file, on the case record, onto the record, onto the child record, on children "
        "record, on the children record, on the records, made it onto the record, put on the file, put on file, put "
        "on the child file, put onto the record, on the child file, in the child record, in the record, on the "
        "children files, placed on record, loaded, placed on file, filed on the record, saved to the record, got onto "
        "the record, made it to the record, onto the file, to the record, onto the system, in the case record, added "
        "to the record, added to the child record, placed on the file"
    ),
    Notion.HOW_LONG: (
        "how long, days, turnaround, turn around, turnaround time, number of days, how many days, time taken, median "
        "days, average days, median time, average time, median, time it takes, how quickly, how fast, speed, on "
        "average, how slow, length of time, how late, how far past due, how far over, how far behind, days over, "
        "typical delay, delay, how old, age of, how slowly, how quick, turnaround days, wait, how much time, long "
        "does it take, long did it take, lag, average delay, usual delay, duration, speed of return, how overdue, "
        "average wait, number of days late"
    ),
    Notion.AUDITOR: "auditor, auditors, auditers, people auditing",
    Notion.MODERATOR: "moderator, moderators",
    Notion.PEOPLE: "people, staff, person, persons, colleagues, individuals, folk, folks",
    Notion.RATIO: (
        "ratio, auditors per moderator, auditors to each moderator, auditors for each moderator, auditors does each "
        "moderator have, auditors to moderators, auditors for every moderator, auditors do we have per moderator, "
        "auditors to moderator, auditor to moderator, per moderator, to each moderator, for each moderator, each "
        "moderator have, to one moderator, auditors each moderator, three to one, more than three to one, within "
        "three auditors to a moderator, three auditors to a moderator, by more than three to one, three auditors to "
        "each moderator, three auditors per moderator, outnumber the moderators by more than three to one, auditors "
        "for each of the moderators, outnumber the moderators, outnumber moderators, auditors for one moderator, "
        "auditors does a moderator have, auditors to every moderator, auditors there are per moderator, auditors to "
        "moderators ratio, auditor moderator ratio, auditors for every single moderator, moderator ratio, moderation "
        "ratio, enough moderators, auditors to a moderator, auditors to one moderator"
    ),
    Notion.HEALTH: "health, medical, sick, sickness, illness",
    Notion.LEAVE: "leave, on leave, annual leave, leave grounds",
    Notion.DISCRETIONARY: "discretionary",
    Notion.DIRECTORS: "director, directors, director approved, approved by the director",
    Notion.OTHER_THAN: (
        "other than, apart from, except, except for, excluding, leaving aside, not counting, leaving out, aside from"
    ),
    Notion.TARGET: (
        "on target, target, targets, hitting, hit, hitting target, on track, meeting target, meeting our target, "
        "hitting our target, hit target, above target, below target, reach target, reached target, off target, "
        "reaching, goal, on course, the target, our target, the goal, make target, meet target, meet our target, met "
        "target, met our target, meeting the target, meet the target, met the target, hit our target, hits target, "
        "short of target, under target, over target, miss the target, missed target, missed the target, missing "
        "target, miss target, the 90%, ceiling"
    ),
    Notion.RATE: (
        "rate, rates, percentage, percentages, percent, %, per cent, share, proportion, pct, what fraction, fraction, "
        "shares, pc, as a percentage, % of, often, how often, half, a third, a quarter of, two thirds, out of every "
        "hundred, in percent, as a share, as a proportion, what part, percents, proportionally, what proportion, part "
        "of all, per hundred, percentage wise, percantage, as a share of returns, as a percentage of returns, as a "
        "share of those returned, as a proportion of returns"
    ),
    Notion.COUNT: (
        "how many, number, number of, numbers, count, counts, total, totals, how much, many, how big, how large, "
        "tally, no of, size, what number, headcount, sum, total number, in total, altogether, quantity, overall "
        "number, tot, volume of, many of"
    ),
    Notion.AUDIT: (
        "audit, audits, practice audits, practice audit, case audits, case audit, case file audits, file audits, case "
        "file audit, file audit, practice file audits, the audit, monthly audits, monthly audit, core audits"
    ),
    Notion.CASE: "case, cases, records, record, files, file, case files, case records, case file",
    Notion.TIMELINESS: "timeliness, timely, promptness, how timely, prompt, promptly",
    Notion.DUE: "due, fell due, falling due",
}
