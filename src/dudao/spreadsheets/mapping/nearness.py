"""Last resorts: names that sound the same (a typing slip), that initials abbreviate, or that look much alike. Only asked."""

from collections.abc import Iterable
from functools import lru_cache

from dudao.spreadsheets.mapping.heads import Path
from dudao.spreadsheets.mapping.index import STAGES, Index, Match
from dudao.spreadsheets.mapping.lexicon import NARROWING

SLIP_COST = 0.7  # what sounds the same
_ALIKE = 0.58
# Classes of things that no slip of the pen turns a figure into.
_OTHERS = (
    NARROWING
    - STAGES
    - {"残疾", "寄宿", "毕业年级", "达标", "家长", "其他", "不含", "含", "计划", "预算", "决算", "财政拨付"}
)


class Nearness:
    """Looks up the names of an index by sound and by looks."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._sounds: dict[str, set[str]] | None = None

    def nearly(self, path: Path) -> list[Match]:
        """At most three figures, the nearest first."""
        leaf = path.leaf
        if leaf is None or len(leaf.plain) < 2 or (path.narrowed | leaf.narrowing) & _OTHERS:
            return []
        whole = "".join(word.plain for word in (*path.parents, leaf))
        best: dict[str, Match] = {}
        for match in (*self._by_sound(path), *self._by_looks(leaf.plain, path), *self._by_looks(whole, path)):
            if match.figure not in best or match.cost < best[match.figure].cost:
                best[match.figure] = match
        return sorted(best.values(), key=lambda match: match.cost)[:3]

    def _by_sound(self, path: Path) -> Iterable[Match]:
        assert path.leaf is not None
        plain = path.leaf.plain
        if (plain, False) in self.index.by_plain:
            return  # it is that name, and was refused for a reason
        initials = plain.isascii() and plain.isalpha() and len(plain) >= 3
        how = "拼音首字母相同" if initials else "读音相同，像是错别字"
        for name in self._all_sounds().get("*" + plain if initials else " ".join(_sound(plain)), ()):
            yield Match(name, self._stage(name, path), SLIP_COST, how)

    def _stage(self, figure: str, path: Path) -> str:
        stages = [stage for stage in path.stages if stage in self.index.figures[figure].stages]
        return stages[0] if len(stages) == 1 else ""

    def _all_sounds(self) -> dict[str, set[str]]:
        """Every name's sound, and with a star its initials, worked out when first asked for."""
        if self._sounds is None:
            self._sounds = {}
            for name in self.index.names:
                if not name.plain.isascii():
                    sound = _sound(name.plain)
                    self._sounds.setdefault(" ".join(sound), set()).add(name.figure)
                    self._sounds.setdefault("*" + "".join(syllable[0] for syllable in sound), set()).add(name.figure)
        return self._sounds

    def _by_looks(self, plain: str, path: Path) -> Iterable[Match]:
        assert path.leaf is not None
        unlike = self.index.unlike(path.leaf)
        for name in self.index.names:
            share = alike(plain, name.plain) if len(plain) > 2 and len(name.plain) > 2 else 0.0
            if share >= _ALIKE and name.figure not in unlike and not path.leaf.narrowing - name.content - STAGES:
                yield Match(name.figure, self._stage(name.figure, path), 1.7 - share, f"与“{name.text}”相近")


def alike(one: str, other: str) -> float:
    """The share of pairs of signs that two texts have in common."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else float(one == other)


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _sound(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # read only where a head is left over

    return [syllable.lower() for syllable in lazy_pinyin(text) if syllable.strip()]
