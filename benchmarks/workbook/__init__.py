"""How fast workbooks are imported and exported, beside what the same rows cost without us (docs/benchmarks.md)."""
