"""Prints docs/permissions.md as the actions in the code have it."""

from typing import Any

from django.core.management.base import BaseCommand

from dudao.apps.audit.permissions import page


class Command(BaseCommand):
    help = "Who may do what, as Markdown."

    def handle(self, *arguments: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
