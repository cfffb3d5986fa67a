"""The makers of the strangers' workbooks; none of it is product code."""
