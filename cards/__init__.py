"""A view in, an Adaptive Card out: pure functions, one module a card family."""
