"""Steps that a clerk takes at the pages of figures."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from dudao.apps.returns import reading
from dudao.apps.returns.models import Draft
from tests.apps.returns.workbooks import county_book


@dataclass
class Clerk:
    """Somebody at the pages: uploads, decides, brings in."""

    browser: Client

    def sends(self, content: bytes, name: str = "学校表.xlsx", **more: Any) -> HttpResponse:
        return self.browser.post("/data/upload", {"workbook": SimpleUploadedFile(name, content), **more})

    def uploads(self, content: bytes | None = None, name: str = "学校表.xlsx", **more: Any) -> Draft:
        answer = self.sends(content if content is not None else county_book(), name, **more)
        assert answer.status_code == 302, answer.content.decode()
        return Draft.objects.get(pk=int(answer["Location"].rpartition("/")[2]))

    def sees(self, draft: Draft) -> str:
        answer = self.browser.get(f"/data/drafts/{draft.pk}")
        assert answer.status_code == 200
        return answer.content.decode()

    def decides(self, draft: Draft, answers: Mapping[str, str], version: int | None = None) -> HttpResponse:
        draft.refresh_from_db()
        given = {f"answer:{name}": choice for name, choice in answers.items()}
        return self.browser.post(f"/data/drafts/{draft.pk}/answer", {"version": version or draft.version, **given})

    def brings_in(self, draft: Draft) -> HttpResponse:
        """Press the button of the page as it stands."""
        page = self.sees(draft)
        hidden = {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("version", "base")}
        return self.browser.post(f"/data/drafts/{draft.pk}/bring-in", hidden)


@pytest.fixture
def clerk(desk: Client, campaign: Any) -> Clerk:
    return Clerk(desk)


@pytest.fixture
def second(operator: Any, campaign: Any) -> Clerk:
    """The same person at another browser window."""
    browser = Client(HTTP_HOST="127.0.0.1:8321")
    browser.force_login(operator)
    return Clerk(browser)


@pytest.fixture
def outsider(stranger: Any) -> Client:
    browser = Client(HTTP_HOST="127.0.0.1:8321")
    browser.force_login(stranger)
    return browser


@pytest.fixture
def brought(clerk: Clerk) -> Callable[..., None]:
    """The county's table is in."""

    def bring(content: bytes | None = None, name: str = "学校表.xlsx") -> None:
        assert clerk.brings_in(clerk.uploads(content, name)).status_code == 302

    return bring


@pytest.fixture
def send(clerk: Clerk) -> Callable[..., str]:
    """Send files together and wait until they are read; where the page leads."""

    def sent(files: Mapping[str, bytes], **more: Any) -> str:
        answer = clerk.browser.post(
            "/data/upload", {"workbook": [SimpleUploadedFile(name, content) for name, content in files.items()], **more}
        )
        assert answer.status_code == 302, answer.content.decode()
        address = answer["Location"]
        job = reading.find(who(clerk), address.rpartition("/")[2])
        assert job is not None and job.done.wait(60)
        return address

    return sent


def who(clerk: Clerk) -> Any:
    """The person at a browser, for whoever asks what he reads."""
    return SimpleNamespace(pk=int(clerk.browser.session["_auth_user_id"]))


@pytest.fixture
def batch(clerk: Clerk, send: Callable[..., str]) -> Callable[..., Draft]:
    """Files sent together, read and kept as one draft."""

    def kept(files: Mapping[str, bytes], **more: Any) -> Draft:
        answer = clerk.browser.post(send(files, **more) + "/keep")
        assert answer.status_code == 302 and answer["Location"].endswith("/files"), answer
        return Draft.objects.get(pk=int(answer["Location"].split("/")[-2]))

    return kept
