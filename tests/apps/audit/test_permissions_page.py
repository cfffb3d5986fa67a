"""The permissions page says what the code does."""

from dudao.apps.audit.permissions import load_all, page


def test_the_page_in_the_documentation_is_the_one_the_code_makes(checkout):
    assert (checkout / "docs" / "permissions.md").read_text("utf-8") == page()


def test_every_action_says_what_it_is_and_in_whose_room():
    for name, one in load_all().items():
        room = one.function.__module__.split(".")[2]
        assert name.startswith(f"{room}.") and one.meaning and one.allowed, name
