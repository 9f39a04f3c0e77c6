"""The page of one crossing: now and why, then, by which rules, and when anything was heard."""
