"""Tests of the simulation itself, and a short run of it."""
