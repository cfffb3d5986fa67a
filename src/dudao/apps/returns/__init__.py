"""Figures as they were handed in: workbooks, how their columns were mapped, and every statement with its cell."""
