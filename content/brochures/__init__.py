"""A brochure becomes the draft of a plan: read it, tidy it, find its five parts, write them down with what was unsure."""
