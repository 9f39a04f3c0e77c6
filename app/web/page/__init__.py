"""The page: what it is like at each crossing, for people, in six languages and without a script."""
