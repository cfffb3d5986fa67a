"""The files of the pages: fetched once, never in an installed wheel, never half."""

import json

import pytest

from dudao import frontend


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """A small `frontend/` and the folders it fills, with an npm that writes what was asked for."""
    place = tmp_path / "frontend"
    place.mkdir()
    for name in frontend.NPM_FILES:
        (place / name).write_text("{}", "utf-8")
    wanted = {
        "site": {"page.css": "bootstrap/page.css"},
        "icons": ["check"],
        "tests": {"axe.min.js": "axe-core/axe.js"},
    }
    (place / "vendor.json").write_text(json.dumps(wanted), "utf-8")
    vendor = tmp_path / "static" / "vendor"
    for name, value in {
        "LISTED": place,
        "VENDOR": vendor,
        "FOR_TESTS": place / "for-tests",
        "MANIFEST": vendor / "MANIFEST.json",
    }.items():
        monkeypatch.setattr(frontend, name, value)
    return place


@pytest.fixture
def npm_runs(monkeypatch):
    runs = []

    def install(arguments, folder):
        runs.append(arguments)
        for name in ("bootstrap/page.css", "axe-core/axe.js", "@tabler/icons/icons/outline/check.svg"):
            file = folder / "node_modules" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(name, "utf-8")

    monkeypatch.setattr(frontend, "npm", install)
    return runs


def test_the_first_time_everything_listed_is_fetched(listed, npm_runs):
    frontend.ensure_vendor(say=lambda _: None)

    files = {path.relative_to(frontend.VENDOR).as_posix() for path in frontend.VENDOR.rglob("*") if path.is_file()}
    assert files == {"page.css", "icons/check.svg", "MANIFEST.json"}
    assert (listed / "for-tests" / "axe.min.js").is_file()
    assert frontend.is_complete()


def test_the_second_time_nothing_is_fetched(listed, npm_runs):
    frontend.ensure_vendor(say=lambda _: None)
    frontend.ensure_vendor(say=lambda _: None)

    assert len(npm_runs) == 1


def test_a_changed_list_is_fetched_again_and_what_is_not_listed_goes(listed, npm_runs):
    frontend.ensure_vendor(say=lambda _: None)
    (frontend.VENDOR / "old.css").write_text("", "utf-8")
    (listed / "package-lock.json").write_text('{"newer": true}', "utf-8")
    assert not frontend.is_complete()

    frontend.ensure_vendor(say=lambda _: None)

    assert len(npm_runs) == 2
    assert not (frontend.VENDOR / "old.css").exists()


def test_an_interrupted_fetch_leaves_what_was_there(listed, npm_runs, monkeypatch):
    frontend.ensure_vendor(say=lambda _: None)
    (listed / "package-lock.json").write_text('{"newer": true}', "utf-8")

    def fail(arguments, folder):
        raise frontend.NoFrontEnd("没有取到")

    monkeypatch.setattr(frontend, "npm", fail)
    with pytest.raises(frontend.NoFrontEnd):
        frontend.ensure_vendor(say=lambda _: None)

    assert (frontend.VENDOR / "page.css").is_file()


def test_an_installed_wheel_fetches_nothing(listed, npm_runs, monkeypatch, tmp_path):
    monkeypatch.setattr(frontend, "LISTED", tmp_path / "not-there")

    frontend.ensure_vendor(say=lambda _: None)

    assert npm_runs == []


def test_a_broken_npm_gives_way_to_the_next(monkeypatch, tmp_path):
    tried = []
    working = tmp_path / "npm"
    working.write_text('#!/bin/sh\ntouch "$PWD/ran"\n', "utf-8")
    working.chmod(0o755)
    monkeypatch.setattr(
        frontend, "node_programs", lambda name: (tried.append(way) or way for way in (["false"], [str(working)]))
    )

    frontend.npm(["ci"], tmp_path)

    assert tried == [["false"], [str(working)]]
    assert (tmp_path / "ran").exists()


def test_the_checkout_lists_what_its_lock_file_pins():
    folder = frontend.CHECKOUT / "frontend"
    wanted = json.loads((folder / "package.json").read_text("utf-8"))
    locked = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]

    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert [name for name, package in locked.items() if "resolved" in package] == []
