"""The pages of units and people, and the door of the workbook that tells them."""
