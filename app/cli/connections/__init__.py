"""The connections of whoever reads: spoken with within limits, and nothing kept of who they are."""
