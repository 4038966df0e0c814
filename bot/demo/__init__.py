"""The demonstration council, its personas and its movable clock: never imported by `serve`."""
