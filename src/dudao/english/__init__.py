"""English laid over the Chinese of the command line and its reports, at the way out.

Nothing inside knows of it: calc, spreadsheets and the library write Chinese, and `cli` hands what it is about to print to
`English.text`. The catalogue (`catalogue/*.txt`) pairs Chinese texts with English ones, whole or with places in them; a
text that nobody has paired yet comes out in Chinese, so that the hole is seen. Names are never translated.
"""

from dudao.english.translator import English

__all__ = ["English"]
