"""Runs: standards over the figures of one moment, kept for ever, and the pages that show them."""
