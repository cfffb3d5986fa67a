"""Takes the newest versions that pyproject.toml allows and writes them into its `constraint-dependencies`.

uv.lock itself is not committed: it repeats the address of the package index on every line.
"""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
PINNED = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)
EXPORT = [
    "export",
    "--quiet",
    "--upgrade",
    "--all-groups",
    "--no-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-project",
]


def write(versions: list[str]) -> None:
    lines = "".join(f'    "{version}",\n' for version in versions)
    text = PROJECT.read_text("utf-8")
    PROJECT.write_text(PINNED.sub(lambda _: f"constraint-dependencies = [\n{lines}]\n", text), "utf-8")


def main(uv: str) -> None:
    before = PROJECT.read_text("utf-8")
    write([])  # else the old pins would hold the new ones down
    exported = subprocess.run([uv, *EXPORT], cwd=PROJECT.parent, text=True, stdout=subprocess.PIPE)
    if exported.returncode:
        PROJECT.write_text(before, "utf-8")
        sys.exit(exported.returncode)
    write([line.replace('"', "'") for line in exported.stdout.splitlines() if line])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "uv")
