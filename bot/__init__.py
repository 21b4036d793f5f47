"""Stappenbot: step plans for a group, through chat."""

VERSION = "0.1.0"
