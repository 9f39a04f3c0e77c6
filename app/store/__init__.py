"""All SQL: functions that take the session first and give domain values back."""
