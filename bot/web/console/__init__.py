"""The coordinators' pages: what the chat can do for them, and more room to see it."""
