"""Every table carries its county, and what is fetched of it is what a person may see."""

import pytest
from django.apps import apps

PARTS = {"audit.RecordFacts": "record__county"}  # one to one with a row that carries it
OURS = [model for model in apps.get_models() if model.__module__.startswith("dudao.apps.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_it_carries_its_county_and_can_be_asked_for_a_persons_share(model):
    names = {field.name for field in model._meta.get_fields()}

    assert "county" in names or model._meta.label in {"organisations.County", *PARTS}
    assert hasattr(model._default_manager, "visible_to")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_stranger_sees_nothing_of_it(model, campaign, stranger):
    assert model._default_manager.visible_to(stranger).exclude(**_own(model, stranger)).count() == 0


def _own(model, person):
    """What is the stranger's own: the county, and the person."""
    label = model._meta.label
    if label == "organisations.County":
        return {"pk": person.county_id}
    return {PARTS.get(label, "county"): person.county_id}


def test_the_cost_of_looking_does_not_grow_with_what_may_be_seen(campaign, operator, django_assert_num_queries):
    for model in OURS:
        with django_assert_num_queries(1):
            list(model._default_manager.visible_to(operator))
