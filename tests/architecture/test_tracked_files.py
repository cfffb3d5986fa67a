"""What may not be committed: somebody's paths, addresses of package indexes, files of others."""

import re
import subprocess

import pytest

# Put together from halves, so that this file does not find itself.
PATHS = re.compile(
    r"(?<![\w.])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "tmp/bash" + "_jobs", "ho" + "me/[a-z]+")) + ")/"
)
INDEXES = re.compile(r"https?://[^\s\"'<>]*(?:/simp" + r"le(?:/|\b)|/-/[^\s\"']*\.tgz|\bpy" + r"pi\.|regist" + r"ry\.)")


@pytest.fixture(scope="module")
def texts(checkout):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=checkout, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = {}
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        path = checkout / name
        if path.is_file():
            found[name] = path.read_bytes().decode("utf-8", "ignore")
    return found


def test_no_path_of_a_machine(texts):
    assert [name for name, text in texts.items() if PATHS.search(text)] == []


def test_no_address_of_a_package_index(texts):
    assert [name for name, text in texts.items() if INDEXES.search(text)] == []


def test_nothing_fetched_is_committed(texts):
    fetched = ("src/dudao/static/vendor/", "frontend/for-tests/", "node_modules/", "uv.lock", ".tools/", ".venv/")

    assert [name for name in texts if name.startswith(fetched)] == []
