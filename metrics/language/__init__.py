"""The question language: a text becomes one typed query, choices to ask back with, or a refusal. Nothing is guessed."""
