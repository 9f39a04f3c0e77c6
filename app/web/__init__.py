"""Answers: one router for each resource, and the door in front of them."""
