"""Phrases about who was heard, and what followed an audit."""

from collections.abc import Mapping

from metrics.language.notions import Notion

OF_WHAT_FOLLOWS: Mapping[Notion, str] = {
    Notion.INVOLVED: (
        "participation, participated, participate, participating, took part, take part, taking part, involved, "
        "involvement, included, inclusion, engagement, spoken to, spoken with, spoke to, spoke with, talked to, "
        "consulted, contributed, contribute, contributing, involve, involving, speak to, heard from, hear from, their "
        "views, asked for their view, took a part, interviewed, talked with, gave their view, gave their views, views "
        "of, had a say, have a say, part of, voice heard, voices heard, voice, voices, heard, met with, met, had "
        "their say, asked for their views, part of it, their voice, participants, a part in, joined in, have their "
        "say, gave views, hearing from, engaged, engaging, consulting, gave a view, had input, input, listened to, be "
        "heard"
    ),
    Notion.CHILD: (
        "child, children, childs, young person, young people, childrens, kids, childs voice, youngsters, teenagers, "
        "child or young person"
    ),
    Notion.PARENT: (
        "parent, parents, carer, carers, parent or carer, parents or carers, parents and carers, mums and dads, "
        "parental, mum, dad, mums, dads, mother, father, mothers, fathers, parent carer, parents carers, carer or "
        "parent, mum or dad, mums or dads"
    ),
    Notion.MANAGER: "manager, managers, team manager, team managers, tm, tms",
    Notion.CHAIR: (
        "iro or chair, iros or chairs, chair, chairs, iro or cp chair, iros and chairs, iros and cp chairs, iro and "
        "chair, chairs and iros, iro/chair, independent chair, independent chairs, iro chair, chair or iro, iros or "
        "cp chairs, iro or conference chair, conference chair or iro"
    ),
    Notion.IRO: (
        "iro, iros, independent reviewing officer, independent reviewing officers, reviewing officer, reviewing "
        "officers"
    ),
    Notion.CP_CHAIR: (
        "cp chair, cp chairs, child protection chair, child protection chairs, conference chair, conference chairs"
    ),
    Notion.FAMILY: (
        "family, families, child or parent, parents or children, children or parents, child or parents, children and "
        "parents, parents and children, the child and parents, parent or child"
    ),
    Notion.CONTACT: (
        "contact, contacted, contacts, reached, reach, got hold of, in touch, made contact, least attempted, "
        "attempted, attempt, attempts, failed to speak to, failed to reach, could not reach, contacting, got through "
        "to, tried to reach, reach out, get hold of, getting hold of, get through to, get in touch, tried, tried to "
        "speak to"
    ),
    Notion.FEEDBACK: (
        "feedback, fed back, what did they say, sentiment, what families said, what parents said, what children said, "
        "feel, felt, feelings, say, said, opinion, opinions, comments, told us, saying, tell us, satisfaction, "
        "satisfied, telling us, tell us about us, say about us, feedback received, said about us, view of us, views "
        "on us, what they told us, thought of us, think of us, think of the help, feel about, feel about the help, "
        "what they said, told the auditor, think, thought"
    ),
    Notion.POSITIVE: (
        "positive, positively, favourable, good feedback, happy, satisfied with us, pleased, favourably, praise"
    ),
    Notion.MIXED: "mixed",
    Notion.NEGATIVE: (
        "negative, negatively, unfavourable, unhappy, bad feedback, critical, displeased, dissatisfied, poor feedback"
    ),
    Notion.ACTION: (
        "action, actions, audit actions, action plan, recommendations, recommendation, agreed actions, follow up "
        "actions, things that audits told us to do, things audits told us to do, things to do, agreed things to do, "
        "improvement actions, action points, tasks, to dos, follow ups"
    ),
    Notion.STATUS: (
        "status, statuses, where are we with, progress, what happened to, where do we stand with, breakdown, split, "
        "spread, profile of, outcome, outcomes, what became of, where have we got to with, how far have we got with, "
        "what has happened to, where do things stand with, where have, distribution, profile"
    ),
    Notion.OVERDUE: (
        "overdue, past due, out of time, past their due date, past their due day, beyond their due date, past due "
        "date, behind schedule, past their date, over due, overdo, gone past their date, late actions, past the due "
        "date and open, beyond their due day, past its due date, ran over, missed their date, past their deadlines, "
        "gone over their date, past when they were due, late and open, beyond due"
    ),
    Notion.OPEN: (
        "open, still open, live, active, not closed, not completed, uncompleted, unresolved, not resolved, not been "
        "resolved, currently open, ongoing, to be closed, still to do, not done, not been done, not been closed, not "
        "been completed, still not done, backlog, not finished, unfinished still, outstanding and open, still going, "
        "still on the list, to be done, still to be done, on the books, still running, yet to be closed, not yet "
        "completed, not yet done, not yet closed, unclosed, still on, on the register"
    ),
    Notion.NOT_YET_DUE: "not yet due, not due yet, not due, yet to fall due, still within time",
    Notion.CONCERN: (
        "concern, concerns, children of concern, child of concern, coc, cocs, concerns register, concern register, "
        "worried about, children we are worried about, children are we worried about, child of concern entries, cause "
        "for concern, register of concern, children on the concern register, children of concern entries"
    ),
    Notion.RAISED: (
        "raised, opened, did we open, did you open, did they open, did teams open, we open, new, "
        "newly raised, newly opened, added, were opened, came onto, logged, arose, come up, came "
        "up, been raised, agreed from, came out of, arising, arisen, came in new, newly, came on, coming onto, go on, "
        "went on the register, went onto, joined, put on the register, added to the register"
    ),
    Notion.RESOLVED: (
        "resolved, closed, signed off, settled, closures, resolutions, been closed, been resolved, concluded, "
        "resolve, came off, come off, cleared, been settled, came to an end, going out, signed-off, closed off, "
        "closed down, wound up, ended, taken off, removed from the register, left the register"
    ),
    Notion.OLDEST: (
        "oldest, longest open, longest, longest running, longest standing, been open longest, open the longest, "
        "longest outstanding, earliest, been open the longest, the one open longest, oldest still open, open longest, "
        "been waiting longest"
    ),
    Notion.ESCALATION: (
        "escalation, escalations, escalated, drp, drps, dispute resolution, dispute resolutions, disputes, dispute, "
        "challenges, formal challenges, disputed, dispute resolution process, formal disputes, escalate, escalates, "
        "escalating, raised a dispute, disputing"
    ),
    Notion.DIP: "dip sample, dip samples, dip sampling, dip, dips, dip sample results",
    Notion.IMPACT: (
        "impact, impact survey, impact surveys, survey, surveys, made a difference, difference did the audits make, "
        "impact of audits, made any difference, make a difference, make any difference, difference, did audits help, "
        "impact questions, lives, impact of the audits, impact of our audits, survey responses, survey answers, "
        "survey results, six weeks after audit, six weeks after, six weeks on, six week survey, six week surveys, "
        "made things better, any difference, making a difference, auditing make a difference, after our audits, "
        "after audits, after an audit, after the audits, since our audits, following audits, following our audits, "
        "child life, life of the child"
    ),
    Notion.IMPROVED: (
        "improved, improve, got better, improving, lives improved, improved childrens lives, improved lives, better "
        "off, practice improved, gotten better, changed for the better, helped, improved practice, practice got "
        "better, changed practice, practice change, practice changed, life improved, life has improved, life better, "
        "life got better"
    ),
}
