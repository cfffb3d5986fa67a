"""Who acts: a person, told by number and role; the program itself; or somebody who has not come in."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """What this room asks of whoever acts. A person of `organisations` has it all."""

    @property
    def actor(self) -> str: ...

    @property
    def role(self) -> str: ...

    @property
    def county_id(self) -> int | None: ...


@dataclass(frozen=True)
class Nobody:
    """An actor without a person: belongs to no county, and is called by its role."""

    role: str
    county_id: None = None

    @property
    def actor(self) -> str:
        return self.role


SYSTEM = Nobody("system")
ANONYMOUS = Nobody("anonymous")
