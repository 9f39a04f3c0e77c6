"""Reading: short messages in several languages, told as what they say of our crossings."""
