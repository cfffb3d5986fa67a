"""The wheel and the source archive carry the files of the pages, so that an installed Dudao fetches nothing."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndInside(BuildHookInterface):  # type: ignore[misc]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # uv keeps the build of an editable install and would not run this again once the files are gone.
        if version == "editable":
            return
        place = Path(self.root) / "src" / "dudao" / "frontend.py"
        spec = importlib.util.spec_from_file_location("dudao_frontend", place)
        assert spec and spec.loader
        frontend = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(frontend)
        frontend.ensure_vendor(self.app.display_info)
