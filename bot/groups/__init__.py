"""What people do with their groups, and what they may see of them: the one way from an ask to the tables."""
