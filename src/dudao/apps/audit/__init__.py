"""The floor: who may do what, whole or not at all, and written down. Knows people only as numbers."""
