"""What a standard says, in words: to be read, searched, and held beside another text of it."""

from dudao.calc.texts.comparing import Pair, side_by_side
from dudao.calc.texts.telling import Clause, Said, clauses_of

__all__ = ["Clause", "Pair", "Said", "clauses_of", "side_by_side"]
