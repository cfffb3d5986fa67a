"""Numbers from numbers: no database, no clock, no user. Usable from a notebook."""
