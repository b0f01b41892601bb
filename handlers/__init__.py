"""The conversation: pure decisions, with every flow as data."""
