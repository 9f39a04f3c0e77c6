"""Leading: of all processes of a database one does what is done for all of them."""
