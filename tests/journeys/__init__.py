"""The whole way of a woman through the chat, in a real browser."""
