"""How fast a card step is, as a ratio to the echo bots of Microsoft's SDKs (docs/benchmarks.md)."""
