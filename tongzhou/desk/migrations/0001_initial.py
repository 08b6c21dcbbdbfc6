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
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("key", models.SlugField(max_length=40, unique=True)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("daily", "Daily needs"),
                            ("health", "Medicine and hospital"),
                            ("papers", "Papers and certificates"),
                            ("benefits", "Benefits and insurance"),
                            ("home", "Home and repairs"),
                            ("family", "Children, school, work"),
                            ("care", "Visits and advice"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("papers", models.TextField(blank=True, default="")),
                ("papers_en", models.TextField(blank=True, default="")),
                ("words", models.CharField(blank=True, default="", max_length=200)),
                ("may_by_proxy", models.BooleanField(default=True)),
                ("is_errand", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("target_hours", models.PositiveIntegerField(default=24)),
                ("last_verified_on", models.DateField(blank=True, null=True)),
                ("sort", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
            ],
            options={
                "ordering": ["sort", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("target_hours__gt", 0)), name="service_has_a_target"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("referred", "referred to a department"),
                            ("in_progress", "in progress"),
                            ("on_hold", "on hold"),
                            ("ready", "ready"),
                            ("out_for_delivery", "on its way"),
                            ("delivered", "delivered"),
                            ("confirmed", "confirmed by the resident"),
                            ("reopened", "reopened"),
                            ("impossible", "not possible"),
                            ("duplicate", "duplicate"),
                            ("cancelled", "withdrawn"),
                        ],
                        default="received",
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "by phone"),
                            ("visit", "at the door"),
                            ("page", "on the resident's page"),
                            ("staff", "noticed by staff"),
                        ],
                        default="phone",
                        max_length=8,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "urgent"), (2, "normal")], default=2
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waits_resident", "waits for the resident"),
                            ("waits_department", "waits for another office"),
                            ("waits_goods", "goods are not to be had now"),
                            ("office_closed", "the office is closed"),
                            ("against_rules", "the rules do not allow it"),
                            ("not_available", "cannot be had anywhere"),
                            ("in_person", "the resident must come in person"),
                            ("elsewhere", "another authority is responsible"),
                            ("other", "other reason"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("key_id", models.UUIDField()),
                ("document_key_id", models.UUIDField(null=True)),
                ("caller_name", tongzhou.privacy.fields.SealedField(default=b"")),
                ("caller_phone", tongzhou.privacy.fields.SealedField(default=b"")),
                ("caller_phone_index", models.BigIntegerField(db_index=True, null=True)),
                ("address", tongzhou.privacy.fields.SealedField(default=b"")),
                ("details", tongzhou.privacy.fields.SealedField(default=b"")),
                ("outcome", tongzhou.privacy.fields.SealedField(default=b"")),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("solved_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("is_contact_free", models.BooleanField(null=True)),
                ("client_id", models.UUIDField(null=True, unique=True)),
                ("source", models.CharField(blank=True, default="", max_length=40)),
                ("link_digest", models.BinaryField(null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="registry.committee",
                    ),
                ),
                (
                    "courier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="desk.servicerequest",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="registry.household",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.resident",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="desk.service",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by_committee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.committee",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["committee", "state", "due_at"], name="request_due"),
                    models.Index(fields=["department", "state"], name="request_department"),
                    models.Index(fields=["assigned_to", "state"], name="request_assigned"),
                    models.Index(fields=["state", "closed_at"], name="request_closed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "received",
                                    "referred",
                                    "in_progress",
                                    "on_hold",
                                    "ready",
                                    "out_for_delivery",
                                    "delivered",
                                    "confirmed",
                                    "reopened",
                                    "impossible",
                                    "duplicate",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="request_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "referred"), _negated=True),
                            ("department__isnull", False),
                            _connector="OR",
                        ),
                        name="request_referred_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["on_hold", "impossible"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                (
                                    "state__in",
                                    ["cancelled", "confirmed", "duplicate", "impossible"],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        ["cancelled", "confirmed", "duplicate", "impossible"],
                                    ),
                                    _negated=True,
                                ),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="request_closed_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["delivered", "impossible", "ready"]), _negated=True
                            ),
                            ("solved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="request_solved_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_by_committee__isnull", True),
                            models.Q(("taken_by_committee", models.F("committee")), _negated=True),
                            _connector="OR",
                        ),
                        name="request_taken_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duplicate_of__isnull", True),
                            models.Q(("duplicate_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="request_not_its_own_duplicate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("received_at"))),
                        name="request_due_after_received",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("document", "paper"),
                            ("receipt", "receipt"),
                            ("delivery", "delivery at the door"),
                        ],
                        default="document",
                        max_length=10,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy.sealedfile",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="desk.servicerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ProcedureStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("text_en", models.CharField(blank=True, default="", max_length=200)),
                ("done_at", models.DateTimeField(null=True)),
                ("key_id", models.UUIDField()),
                ("note", tongzhou.privacy.fields.SealedField(default=b"")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="desk.servicerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "order"), name="procedure_step_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("needed", "needed"), ("produced", "produced")], max_length=8
                    ),
                ),
                (
                    "where",
                    models.CharField(
                        choices=[
                            ("resident", "with the resident"),
                            ("committee", "with the committee"),
                            ("department", "with the department"),
                            ("made", "made, to be fetched"),
                            ("delivered", "given to the resident"),
                        ],
                        default="resident",
                        max_length=10,
                    ),
                ),
                ("moved_at", models.DateTimeField()),
                ("key_id", models.UUIDField()),
                ("name", tongzhou.privacy.fields.SealedField(default=b"")),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="desk.servicerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RequestEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=24)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("contact", "Spoke with them"),
                            ("note", "Note"),
                            ("referral", "Between committee and department"),
                            ("document", "Paper"),
                            ("step", "Step done"),
                            ("step_undone", "Step open again"),
                            ("attached", "File attached"),
                            ("assigned", "Somebody takes it on"),
                            ("amended", "Details corrected"),
                            ("handed_on", "Handed on to another committee"),
                            ("escalated", "Overdue: told to the supervisor"),
                            ("callback", "Call-back"),
                            ("runner", "Errand: who goes"),
                            ("advanced", "Errand: money taken along"),
                            ("spent", "Errand: money spent"),
                            ("returned", "Errand: money given back"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "received"),
                            ("referred", "referred to a department"),
                            ("in_progress", "in progress"),
                            ("on_hold", "on hold"),
                            ("ready", "ready"),
                            ("out_for_delivery", "on its way"),
                            ("delivered", "delivered"),
                            ("confirmed", "confirmed by the resident"),
                            ("reopened", "reopened"),
                            ("impossible", "not possible"),
                            ("duplicate", "duplicate"),
                            ("cancelled", "withdrawn"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "received"),
                            ("referred", "referred to a department"),
                            ("in_progress", "in progress"),
                            ("on_hold", "on hold"),
                            ("ready", "ready"),
                            ("out_for_delivery", "on its way"),
                            ("delivered", "delivered"),
                            ("confirmed", "confirmed by the resident"),
                            ("reopened", "reopened"),
                            ("impossible", "not possible"),
                            ("duplicate", "duplicate"),
                            ("cancelled", "withdrawn"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "phone call"),
                            ("visit", "visit at the door"),
                            ("message", "message"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "where",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resident", "with the resident"),
                            ("committee", "with the committee"),
                            ("department", "with the department"),
                            ("made", "made, to be fetched"),
                            ("delivered", "given to the resident"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("fen", models.IntegerField(null=True)),
                ("key_id", models.UUIDField()),
                ("text", tongzhou.privacy.fields.SealedField(default=b"")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.requestdocument",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.procedurestep",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="desk.servicerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["request", "at"], name="event_story")],
            },
        ),
        migrations.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("runner_name", models.CharField(blank=True, default="", max_length=60)),
                ("set_out_at", models.DateTimeField(null=True)),
                ("advanced_fen", models.PositiveIntegerField(default=0)),
                ("spent_fen", models.PositiveIntegerField(default=0)),
                ("returned_fen", models.PositiveIntegerField(default=0)),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.attachment",
                    ),
                ),
                (
                    "runner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="errand",
                        to="desk.servicerequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_fen", 0),
                            ("returned_fen__lte", models.F("advanced_fen")),
                            _connector="OR",
                        ),
                        name="errand_returns_what_it_had",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Callback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "solved, says the resident"),
                            ("told", "told them"),
                            ("not_solved", "not solved"),
                            ("not_reached", "not reached"),
                            ("not_needed", "no longer needed"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("key_id", models.UUIDField()),
                ("note", tongzhou.privacy.fields.SealedField(default=b"")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="callbacks",
                        to="desk.servicerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at"],
                "indexes": [models.Index(fields=["done_at", "due_at"], name="callback_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("done_at__isnull", True)),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True), ("done_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="callback_done_has_an_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("text_en", models.CharField(blank=True, default="", max_length=200)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="desk.service",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "order"), name="service_step_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="ErrandLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("key_id", models.UUIDField()),
                ("text", tongzhou.privacy.fields.SealedField(default=b"")),
                ("quantity", models.CharField(blank=True, default="", max_length=40)),
                ("is_got", models.BooleanField(default=False)),
                ("cost_fen", models.PositiveIntegerField(null=True)),
                (
                    "errand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="desk.errand",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("errand", "order"), name="errand_line_order")
                ],
            },
        ),
    ]
