import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tongzhou.privacy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("privacy", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("key", models.SlugField(max_length=30, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("key", models.SlugField(max_length=30, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Symptom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("key", models.SlugField(max_length=30, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                ("is_alarm", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("medical", "medical observation"),
                            ("monitoring", "health monitoring"),
                            ("self", "self-monitoring"),
                        ],
                        default="medical",
                        max_length=12,
                    ),
                ),
                ("legal_basis", models.CharField(max_length=120)),
                ("last_exposure_on", models.DateField(null=True)),
                ("end_on", models.DateField()),
                ("key_id", models.UUIDField()),
                ("notes", tongzhou.privacy.fields.SealedField(default=b"")),
                ("ending_note", tongzhou.privacy.fields.SealedField(default=b"")),
                ("enrolled_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "under observation"),
                            ("released", "released"),
                            ("ended", "ended otherwise"),
                            ("lapsed", "lapsed without a second signature"),
                            ("cancelled", "entered in error"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "completed"),
                            ("case", "became a case"),
                            ("lost", "lost from sight"),
                            ("moved", "moved away"),
                            ("died", "died"),
                            ("error", "entered in error"),
                            ("lapsed", "lapsed"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.committee",
                    ),
                ),
                (
                    "disease",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="followup.disease",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="registry.household",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="registry.resident",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.membership",
                    ),
                ),
                (
                    "restriction",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observation",
                        to="privacy.restriction",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="followup.reason",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["committee", "state", "end_on"], name="observation_end"),
                    models.Index(
                        fields=["committee", "confirmed_at"], name="observation_confirmed"
                    ),
                    models.Index(fields=["committee", "ended_at"], name="observation_ended"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("resident",),
                        name="observation_one_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("outcome", ""), ("state", "active")
                            ),
                            models.Q(
                                models.Q(("state", "active"), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="observation_ended_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_exposure_on__isnull", True),
                            ("end_on__gte", models.F("last_exposure_on")),
                            _connector="OR",
                        ),
                        name="observation_ends_after_exposure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            ("restriction__isnull", False),
                            _connector="OR",
                        ),
                        name="observation_has_restriction",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("walk", models.CharField(default="", max_length=60)),
                ("day", models.DateField()),
                (
                    "part",
                    models.CharField(
                        choices=[("morning", "morning"), ("evening", "evening")], max_length=8
                    ),
                ),
                ("window_start", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("is_extra", models.BooleanField(default=False)),
                ("alarm_tenths", models.PositiveSmallIntegerField(default=373)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_performed", "not performed"),
                            ("seen_ok", "seen, well"),
                            ("seen_not_ok", "seen, not well"),
                            ("missed", "missed"),
                            ("not_attempted", "not attempted"),
                            ("refused", "refused"),
                        ],
                        default="not_performed",
                        max_length=13,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "by phone"),
                            ("door", "at the door"),
                            ("self", "reported by themselves"),
                        ],
                        default="",
                        max_length=5,
                    ),
                ),
                ("has_alarm", models.BooleanField(default=False)),
                ("asks_visit", models.BooleanField(default=False)),
                ("key_id", models.UUIDField()),
                ("findings", tongzhou.privacy.fields.SealedField(default=b"")),
                ("performed_at", models.DateTimeField(null=True)),
                ("client_id", models.UUIDField(null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.committee",
                    ),
                ),
                (
                    "performed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.membership",
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="followup.observation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["committee", "day", "part", "walk", "state"], name="followup_round"
                    ),
                    models.Index(
                        fields=["day", "part", "walk", "state"], name="followup_street_round"
                    ),
                    models.Index(
                        fields=[
                            "day",
                            "committee",
                            "part",
                            "state",
                            "team",
                            "is_extra",
                            "has_alarm",
                            "due_at",
                        ],
                        name="followup_counts",
                    ),
                    models.Index(
                        condition=models.Q(("state", "not_performed")),
                        fields=["committee", "due_at"],
                        name="followup_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "not_performed")),
                        fields=["due_at"],
                        name="followup_street_due",
                    ),
                    models.Index(
                        condition=models.Q(("asks_visit", True)),
                        fields=["committee", "due_at"],
                        name="followup_visit",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_extra", False)),
                        fields=("observation", "day", "part"),
                        name="followup_one_a_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window_start__lte", models.F("due_at"))),
                        name="followup_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_performed"), _negated=True),
                            models.Q(("has_alarm", False), ("performed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="followup_not_performed_is_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_performed", "not performed"),
                            ("seen_ok", "seen, well"),
                            ("seen_not_ok", "seen, not well"),
                            ("missed", "missed"),
                            ("not_attempted", "not attempted"),
                            ("refused", "refused"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "by phone"),
                            ("door", "at the door"),
                            ("self", "reported by themselves"),
                        ],
                        default="",
                        max_length=5,
                    ),
                ),
                ("has_alarm", models.BooleanField(default=False)),
                ("key_id", models.UUIDField()),
                ("findings", tongzhou.privacy.fields.SealedField(default=b"")),
                ("performed_at", models.DateTimeField(null=True)),
                ("client_id", models.UUIDField(null=True)),
                (
                    "cause",
                    models.CharField(
                        choices=[("corrected", "corrected"), ("undone", "taken back")], max_length=9
                    ),
                ),
                ("replaced_at", models.DateTimeField()),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="followup.followup",
                    ),
                ),
                (
                    "performed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("key_id", models.UUIDField()),
                ("reason", tongzhou.privacy.fields.SealedField(default=b"")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="followup.observation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)), name="extension_is_longer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("acknowledged", "seen by somebody"),
                            ("handled", "handled"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn, the entry was wrong"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("key_id", models.UUIDField()),
                ("words", tongzhou.privacy.fields.SealedField(default=b"")),
                ("deed", tongzhou.privacy.fields.SealedField(default=b"")),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("handled_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarms",
                        to="followup.followup",
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarms",
                        to="followup.observation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "last_at"], name="alarm_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "acknowledged", "handled"))),
                        fields=("observation",),
                        name="alarm_one_unsettled",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_on", models.DateField()),
                ("observation_days", models.PositiveSmallIntegerField(default=14)),
                ("checks_per_day", models.PositiveSmallIntegerField(default=2)),
                ("morning_from", models.TimeField(default=datetime.time(8, 0))),
                ("morning_until", models.TimeField(default=datetime.time(11, 0))),
                ("evening_from", models.TimeField(default=datetime.time(16, 0))),
                ("evening_until", models.TimeField(default=datetime.time(19, 0))),
                ("alarm_tenths", models.PositiveSmallIntegerField(default=373)),
                ("missed_before_visit", models.PositiveSmallIntegerField(default=2)),
                ("daily_quota", models.PositiveSmallIntegerField(default=120)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.streetoffice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "effective_on"), name="policy_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("checks_per_day__in", [1, 2])),
                        name="policy_one_or_two_checks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("morning_from__lt", models.F("morning_until")),
                            ("morning_until__lte", models.F("evening_from")),
                            ("evening_from__lt", models.F("evening_until")),
                        ),
                        name="policy_windows_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("observation_days__gte", 1), ("missed_before_visit__gte", 1)
                        ),
                        name="policy_counts_at_least_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cadre_at", models.DateTimeField(null=True)),
                ("medic_at", models.DateTimeField(null=True)),
                (
                    "cadre",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "medic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "observation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="release",
                        to="followup.observation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cadre__isnull", True),
                            ("medic__isnull", True),
                            models.Q(("cadre", models.F("medic")), _negated=True),
                            _connector="OR",
                        ),
                        name="release_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("food", "food"),
                            ("water", "water"),
                            ("medicine", "medicine"),
                            ("rubbish", "rubbish"),
                            ("childcare", "children"),
                            ("letter", "letter for work"),
                            ("other", "something else"),
                        ],
                        max_length=9,
                    ),
                ),
                ("key_id", models.UUIDField()),
                ("text", tongzhou.privacy.fields.SealedField(default=b"")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("errand", "errand made"),
                            ("met", "met"),
                            ("cancelled", "no longer needed"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("errand_ref", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="followup.followup",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="followup.observation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "asked_at"], name="need_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "errand"), _negated=True),
                            ("errand_ref__isnull", False),
                            _connector="OR",
                        ),
                        name="need_errand_is_named",
                    )
                ],
            },
        ),
    ]
