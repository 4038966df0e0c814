"""The practice rules as pure functions and words: standard library only, no clock, no I/O."""
