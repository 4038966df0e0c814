"""One module a conversation: what may be done, what doing it changes, and the card that comes next."""
