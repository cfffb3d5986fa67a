"""Checks of what was handed in: within a return, before anything is assessed."""
