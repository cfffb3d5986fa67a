"""Copies of a site: taking one while it runs, going on from one, and proving that one can be gone on from."""
