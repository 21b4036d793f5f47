"""What is kept: tables and the questions asked of them. Functions never commit."""
