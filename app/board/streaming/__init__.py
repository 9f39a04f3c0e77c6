"""Streaming: what changed, as Server-Sent Events, to everybody who follows along."""
