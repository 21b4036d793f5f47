"""The conversation: pure, without clock, database or network."""
