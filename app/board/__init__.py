"""The board: what is published now, as finished documents, and who is told when it changes."""
