"""From the workbook of units and people to what it would change, and from what stands to the workbook."""
