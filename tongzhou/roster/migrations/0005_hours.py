# Hours: presses that are undone, consent to be thanked, certificates

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tongzhou.privacy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_place_ended_on"),
        ("roster", "0004_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="undoes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="undone_by",
                to="roster.attendance",
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="thanked_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("digest", models.BinaryField(unique=True)),
                ("key_id", models.UUIDField(null=True)),
                ("code", tongzhou.privacy.fields.SealedField(default=b"")),
                ("name", tongzhou.privacy.fields.SealedField(default=b"")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("duties", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveIntegerField()),
                ("night_minutes", models.PositiveIntegerField()),
                ("issued_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.committee",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="roster.volunteer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "year", "serial"), name="certificate_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="certificate_from_to",
                    ),
                ],
            },
        ),
    ]
