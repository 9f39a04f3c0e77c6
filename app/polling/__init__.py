"""Makes things happen: takes in files of reports, and later polls the live sources."""
