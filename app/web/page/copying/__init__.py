"""The page as files: what a mirror hands out to people, from any host and without one."""
