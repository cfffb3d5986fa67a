"""Coming in: by a link that works once; nobody sees anything otherwise."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.audit.models import Record, RecordFacts
from dudao.apps.organisations.actions import issue_link
from dudao.apps.organisations.models import EntryLink


@pytest.fixture
def outside(db) -> Client:
    """A browser in which nobody has come in."""
    return Client(HTTP_HOST="127.0.0.1:8321")


@pytest.fixture
def link(operator) -> str:
    return "/enter/" + issue_link(operator, by=SYSTEM, at=timezone.now())


def words(response) -> str:
    return response.content.decode()


def test_a_link_lets_in(outside, link, operator):
    response = outside.get(link)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert outside.session["_auth_user_id"] == str(operator.pk)


def test_a_link_lets_in_once(outside, link):
    Client(HTTP_HOST="127.0.0.1:8321").get(link)

    response = outside.get(link)

    assert response.status_code == 403
    assert "dudao site link" in words(response)
    assert "_auth_user_id" not in outside.session


def test_a_link_is_good_for_a_day(outside, operator):
    old = issue_link(operator, by=SYSTEM, at=timezone.now() - timedelta(hours=24))

    assert outside.get(f"/enter/{old}").status_code == 403


def test_an_invented_link_is_refused_and_recorded(outside, county):
    assert outside.get("/enter/AAAAAAAAAAAAAAAAAAAAAA").status_code == 403

    record = Record.objects.filter(verb="organisations.entry.use").get()
    assert (record.ok, record.actor) == (False, "anonymous")


def test_the_secret_is_written_down_nowhere(outside, link):
    outside.get(link)

    secret = link.removeprefix("/enter/")
    assert not EntryLink.objects.filter(digest__contains=secret).exists()
    assert all(secret not in str(facts) for facts in RecordFacts.objects.values_list("facts", flat=True))


def test_looking_ahead_does_not_use_a_link_up(outside, link):
    outside.head(link)
    outside.get(link, headers={"sec-purpose": "prefetch"})

    assert outside.get(link).status_code == 302


def test_who_is_in_already_is_not_stopped_by_an_old_link(outside, link):
    outside.get(link)

    assert outside.get(link).status_code == 302


@pytest.mark.parametrize("address", ["/", "/data/", "/nowhere", "/enter"])
def test_who_has_not_come_in_is_told_how_to(outside, address):
    response = outside.get(address)

    assert response.status_code == 403
    assert "dudao site link" in words(response)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(outside, link):
    outside.get(link)

    cookie = outside.cookies["dudao_session_8321"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
