"""The Excel twin of every table: a workbook in, a workbook out. Pure: bytes and plain data, no disk."""
