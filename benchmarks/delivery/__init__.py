"""A burst of messages at the rate that Teams permits."""
