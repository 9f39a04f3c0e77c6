"""Webhooks: whoever an operator lists is told of each change, signed, and until it is taken."""
