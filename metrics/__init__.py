"""The figures: one catalogue, the question language, the statement, the answer with its passport (docs/metrics.md)."""
