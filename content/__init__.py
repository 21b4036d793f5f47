"""What is said: the plans, their schema and the check that authors run."""
