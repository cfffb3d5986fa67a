"""Records become a chain per county. What was written before stays beside it as it was."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
        for table in ("audit_record", "audit_plainrecord")
        for verb in ("update", "delete")
    ),
    "CREATE TRIGGER audit_facts_no_update BEFORE UPDATE ON audit_recordfacts "
    "BEGIN SELECT RAISE(ABORT, 'audit_recordfacts is final'); END",
]
POSTGRESQL = [
    "CREATE TRIGGER audit_chain_final BEFORE UPDATE OR DELETE ON audit_record "
    "FOR EACH ROW EXECUTE FUNCTION audit_record_is_final()",
    "CREATE TRIGGER audit_facts_final BEFORE UPDATE ON audit_recordfacts "
    "FOR EACH ROW EXECUTE FUNCTION audit_record_is_final()",
]


def unguard(apps, schema_editor):
    """SQLite makes a changed table anew, without its triggers; they come back under the new names."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_record_no_{verb}")


def guard(apps, schema_editor):
    """They stop accidents, not the administrator of the machine."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        # An index keeps its name when its table gets another one; the new table needs the names.
        migrations.AlterField("Record", "county", models.BigIntegerField(null=True, verbose_name="县")),
        migrations.AlterField("Record", "verb", models.CharField(max_length=80, verbose_name="操作")),
        migrations.AlterField("Record", "subject", models.CharField(max_length=120, verbose_name="对象")),
        migrations.RunPython(unguard, migrations.RunPython.noop),
        migrations.RenameModel("Record", "PlainRecord"),
        migrations.AlterModelOptions(
            "PlainRecord",
            options={"verbose_name": "早先的操作记录", "verbose_name_plural": "早先的操作记录", "ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.BigIntegerField(db_index=True, null=True, verbose_name="县")),
                (
                    "name",
                    models.CharField(
                        help_text="安装/县/第几段，如 demo/530129/1。", max_length=80, unique=True, verbose_name="名称"
                    ),
                ),
                ("epoch", models.PositiveIntegerField(verbose_name="第几段")),
                ("length", models.PositiveBigIntegerField(default=0, verbose_name="条数")),
                ("head", models.CharField(max_length=64, verbose_name="最后一条的摘要")),
                ("at", models.DateTimeField(verbose_name="最后一条的时间")),
            ],
            options={"verbose_name": "日志", "verbose_name_plural": "日志", "ordering": ["county", "epoch"]},
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.BigIntegerField(db_index=True, null=True, verbose_name="县")),
                ("seq", models.PositiveBigIntegerField(verbose_name="第几条")),
                ("actor", models.CharField(max_length=40, verbose_name="操作人")),
                ("role", models.CharField(max_length=40, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("verb", models.CharField(db_index=True, max_length=80, verbose_name="操作")),
                ("subject", models.CharField(db_index=True, max_length=120, verbose_name="对象")),
                ("ok", models.BooleanField(verbose_name="已办")),
                ("facts_digest", models.CharField(max_length=64, verbose_name="内容的摘要")),
                ("prev", models.CharField(max_length=64, verbose_name="前一条的摘要")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="audit.log",
                        verbose_name="日志",
                    ),
                ),
            ],
            options={"verbose_name": "操作记录", "verbose_name_plural": "操作记录", "ordering": ["-pk"]},
        ),
        migrations.AddConstraint("Record", models.UniqueConstraint(name="audit_record_once", fields=["log", "seq"])),
        migrations.CreateModel(
            name="RecordFacts",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="told",
                        serialize=False,
                        to="audit.record",
                        verbose_name="记录",
                    ),
                ),
                ("salt", models.BinaryField(max_length=16, verbose_name="盐")),
                ("facts", models.JSONField(default=dict, verbose_name="内容")),
            ],
            options={"verbose_name": "记录的内容", "verbose_name_plural": "记录的内容"},
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
