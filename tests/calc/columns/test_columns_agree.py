"""Columns and the exact evaluator say the same of every row, coefficient, item, point and county."""
