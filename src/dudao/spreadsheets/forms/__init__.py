"""Stranger forms of workbooks: schools in columns, a sheet or a file for each school — folded into tables of schools."""

from dudao.spreadsheets.forms.folded import FORM_WORDS, Folded, Form, FormKind, Member
from dudao.spreadsheets.forms.folding import fold

__all__ = ["FORM_WORDS", "Folded", "Form", "FormKind", "Member", "fold"]
