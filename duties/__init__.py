"""Work that nobody typed: one module a duty, each a pure `decide` and a `record`."""
