"""An evaluation a county prepares for: its year, its visit, its standards, and what the county itself may choose."""
