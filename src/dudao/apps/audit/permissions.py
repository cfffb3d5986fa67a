"""The permissions page, made from the actions themselves: `docs/permissions.md` must equal it."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from dudao.apps.audit.action import ACTIONS, Action

HEAD = """# Who may do what

Made from the actions in the code (`python -m django permissions`); a test compares the two. Whoever is not
named may not. Everything here is recorded with who, when, what and about what; so is every refusal.

| action | what it does | who |
| --- | --- | --- |
"""


def load_all() -> dict[str, Action]:
    """Every action of every room, by name."""
    for config in apps.get_app_configs():
        if config.name.startswith("dudao.apps.") and find_spec(f"{config.name}.actions") is not None:
            import_module(f"{config.name}.actions")
    return dict(sorted(ACTIONS.items()))


def page() -> str:
    """The whole page as Markdown."""
    rows = [f"| `{one.name}` | {one.meaning} | {', '.join(sorted(one.allowed))} |" for one in load_all().values()]
    return HEAD + "\n".join(rows) + "\n"
