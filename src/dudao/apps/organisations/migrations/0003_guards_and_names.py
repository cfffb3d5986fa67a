"""What no column alone can hold is guarded; the units that are there can be found and told apart."""

from collections import defaultdict

from django.db import migrations

from dudao.apps.organisations.guards import lower, put_up
from dudao.apps.organisations.naming import distinct_names
from dudao.apps.organisations.seeking import sought


def name(apps, schema_editor):
    unit_of = apps.get_model("organisations", "Unit")
    counties = defaultdict(list)
    for unit in unit_of.objects.select_related("township"):
        counties[unit.county_id].append(unit)
    for units in counties.values():
        places = [(one.pk, one.name, one.township.name if one.township else "", one.code) for one in units]
        names = distinct_names(places)
        for unit in units:
            unit.distinct_name = names[unit.pk]
            unit.sought = sought((unit.name, unit.short_name, unit.code))
        unit_of.objects.bulk_update(units, ["distinct_name", "sought"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_units_posts_people")]
    operations = [
        migrations.RunPython(put_up, lower),
        migrations.RunPython(name, migrations.RunPython.noop),
    ]
