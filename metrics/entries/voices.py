"""Figures of who was involved, what the family said, and what became of it."""

from domain.words import Sentiment
from metrics.entries.dimensions import CASE, MODERATED, TIME
from metrics.facts.findings import FamilyContactFacts, InvolvementFacts
from metrics.facts.registers import DipSampleFacts
from metrics.facts.surveys import SurveyFacts
from metrics.measure import Default, Metric, Part, Shape, Timing
from metrics.query import Dimension

ENTRIES = (
    Metric(
        "participation_rate",
        "Participation",
        "Audits to standard in which the party was included, of those with that party recorded; for an IRO or chair, "
        "less those to whom it does not apply.",
        Shape.SHARE,
        (
            Part(
                InvolvementFacts,
                where=InvolvementFacts.applies,
                above=InvolvementFacts.included,
                below=InvolvementFacts.applies,
            ),
        ),
        MODERATED | {Dimension.PARTY},
        is_sample=True,
        tells_findings=True,
        excluded=(("not applicable", Part(InvolvementFacts, where=InvolvementFacts.left_out)),),
        told=(
            (
                "not applicable and counted as not included",
                Part(InvolvementFacts, where=InvolvementFacts.not_applicable),
            ),
        ),
        asks_for=Dimension.PARTY,
    ),
    Metric(
        "family_contact",
        "Contact with the family",
        "Audits to standard with child or parent recorded, once each, by the best reached with either: included, "
        "attempted, none.",
        Shape.SHARES,
        (Part(FamilyContactFacts, where=FamilyContactFacts.to_standard, below=FamilyContactFacts.to_standard),),
        MODERATED,
        shares=Dimension.CONTACT,
        share_values=("included", "attempted", "none"),
        is_sample=True,
        tells_findings=True,
    ),
    Metric(
        "feedback_sentiment",
        "What families said",
        "What children, parents and others said of the help, of those whose words an audit to standard records: "
        "positive, mixed, negative.",
        Shape.SHARES,
        (Part(InvolvementFacts, where=InvolvementFacts.heard, below=InvolvementFacts.heard),),
        MODERATED | {Dimension.PARTY},
        shares=Dimension.SENTIMENT,
        share_values=tuple(word.value for word in Sentiment),
        is_sample=True,
        tells_findings=True,
        asks_for=None,
    ),
    Metric(
        "impact",
        "Impact",
        "Those who said that practice has improved, and that the child's life has, of those who answered the question "
        "in the period (ever, unless said).",
        Shape.SHARES,
        (
            Part(
                SurveyFacts,
                above=SurveyFacts.practice_improved,
                below=SurveyFacts.practice_answered,
                share="practice_change",
            ),
            Part(SurveyFacts, above=SurveyFacts.child_improved, below=SurveyFacts.child_answered, share="child_impact"),
            Part(SurveyFacts, below=SurveyFacts.everything),
        ),
        TIME | CASE,
        timing=Timing.EVENT,
        default=Default.EVER,
        shares=Dimension.ASPECT,
        share_values=("practice_change", "child_impact"),
        is_sample=True,
        is_register=True,
    ),
    Metric(
        "dip_sample",
        "Dip samples",
        "The share of each answer, by sample and question; not applicable is shown and not counted.",
        Shape.SHARES,
        (Part(DipSampleFacts, where=DipSampleFacts.counted, below=DipSampleFacts.counted),),
        TIME | CASE | {Dimension.SAMPLE, Dimension.QUESTION},
        timing=Timing.EVENT,
        default=Default.EVER,
        shares=Dimension.ANSWER,
        share_values=("yes", "no", "partial"),
        is_sample=True,
        is_register=True,
        excluded=(("not applicable", Part(DipSampleFacts, where=DipSampleFacts.not_applicable)),),
    ),
)
