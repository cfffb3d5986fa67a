"""Finding a unit or a person by name, short name, pinyin, initials or code: one column that says all of them."""

from collections.abc import Iterable

from dudao.apps.organisations.models import Person, Unit

LONGEST = 800
LONGEST_OF_PERSON = 400


def sought(texts: Iterable[str], longest: int = LONGEST) -> str:
    """The texts in small letters, each after its pinyin and initials: qingshixiaoxue qsxx 青石小学.

    So it sorts as people look for names: by the pinyin of the first text.
    """
    from pypinyin import Style, lazy_pinyin  # takes long; only who writes a name pays

    found: list[str] = []
    for text in texts:
        plain = seeking(text)
        if not plain:
            continue
        if not plain.isascii():
            found.append("".join(lazy_pinyin(plain)))
            found.append("".join(lazy_pinyin(plain, style=Style.FIRST_LETTER)))
        found.append(plain)
    return " ".join(dict.fromkeys(found))[:longest]


def seeking(text: str) -> str:
    """What is typed, as `sought` holds it: small letters, no blanks."""
    return "".join(text.casefold().split())


def index_unit(unit: Unit) -> None:
    unit.sought = sought((unit.name, unit.short_name, unit.code))


def index_person(person: Person) -> None:
    person.sought = sought((person.name, person.login), LONGEST_OF_PERSON)
