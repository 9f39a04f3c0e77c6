"""Checks of `darial doctor`: each looks at one thing and says whether it is well."""
