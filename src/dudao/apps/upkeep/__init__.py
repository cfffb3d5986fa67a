"""Keeping the site running: copies and drills written down, health pages, numbers, the lines of the running log, room on the disk."""
