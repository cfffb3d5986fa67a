"""The table of records, and triggers that refuse to change or remove one."""

from django.db import migrations, models

SQLITE = [
    f"CREATE TRIGGER audit_record_no_{verb} BEFORE {verb} ON audit_record "
    "BEGIN SELECT RAISE(ABORT, 'audit_record is final'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION audit_record_is_final() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is final', ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_record_final BEFORE UPDATE OR DELETE ON audit_record "
    "FOR EACH ROW EXECUTE FUNCTION audit_record_is_final()",
]


def guard(apps, schema_editor):
    """They stop accidents, not the administrator of the machine."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.BigIntegerField(db_index=True, null=True, verbose_name="县")),
                ("actor", models.CharField(max_length=40, verbose_name="操作人")),
                ("role", models.CharField(max_length=40, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("verb", models.CharField(db_index=True, max_length=80, verbose_name="操作")),
                ("subject", models.CharField(db_index=True, max_length=120, verbose_name="对象")),
                ("ok", models.BooleanField(verbose_name="已办")),
                ("facts", models.JSONField(default=dict, verbose_name="内容")),
            ],
            options={"verbose_name": "操作记录", "verbose_name_plural": "操作记录", "ordering": ["-pk"]},
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
