import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tongzhou.privacy.fields
import tongzhou.registry.models.members


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_initial"),
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StreetOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="registry.streetoffice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "name"), name="committee_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="registry.streetoffice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Compound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("address", models.CharField(blank=True, default="", max_length=120)),
                ("has_property_management", models.BooleanField(default=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compounds",
                        to="registry.committee",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "name"), name="compound_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("walk_order", models.PositiveIntegerField(default=0)),
                (
                    "compound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="buildings",
                        to="registry.compound",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("compound", "name"), name="building_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gate", "gate"),
                            ("alley_end", "alley end"),
                            ("depot", "depot"),
                            ("office", "office"),
                            ("shop", "shop"),
                            ("clinic", "clinic"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="registry.committee",
                    ),
                ),
                (
                    "compound",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="registry.compound",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "being read"),
                            ("read", "read, waiting for your decision"),
                            ("applying", "being applied"),
                            ("applied", "applied"),
                            ("failed", "could not be read"),
                            ("discarded", "set aside"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                ("sheet", models.CharField(default="", max_length=80)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("updated", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("problem_count", models.PositiveIntegerField(default=0)),
                ("key_id", models.UUIDField()),
                ("problems", tongzhou.privacy.fields.SealedField(default=b"")),
                ("failure", models.JSONField(default=dict)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.committee",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="privacy.sealedfile",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.job",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartnerUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                ("contact", models.CharField(blank=True, default="", max_length=60)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="registry.streetoffice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("committee_staff", "Committee staff"),
                            ("building_director", "Building director"),
                            ("volunteer", "Volunteer"),
                            ("department_desk", "Department desk"),
                            ("health_worker", "Community health worker"),
                            ("street_officer", "Street officer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(blank=True, default="", max_length=40)),
                ("is_coordinator", models.BooleanField(default=False)),
                ("is_supervisor", models.BooleanField(default=False)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "buildings",
                    models.ManyToManyField(
                        blank=True, related_name="workers", to="registry.building"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="registry.committee",
                    ),
                ),
                (
                    "compound",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="registry.compound",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="registry.department",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="registry.streetoffice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ["committee_staff", "volunteer"]), _negated=True),
                            ("committee__isnull", False),
                            _connector="OR",
                        ),
                        name="member_has_committee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "building_director"), _negated=True),
                            models.Q(("committee__isnull", False), ("compound__isnull", False)),
                            _connector="OR",
                        ),
                        name="director_has_compound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "department_desk"), _negated=True),
                            ("department__isnull", False),
                            _connector="OR",
                        ),
                        name="desk_has_department",
                    ),
                ],
            },
            bases=(tongzhou.registry.models.members.ForUnit, models.Model),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("committee_staff", "Committee staff"),
                            ("building_director", "Building director"),
                            ("volunteer", "Volunteer"),
                            ("department_desk", "Department desk"),
                            ("health_worker", "Community health worker"),
                            ("street_officer", "Street officer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("uses_left", models.PositiveSmallIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.committee",
                    ),
                ),
                (
                    "compound",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.compound",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.streetoffice",
                    ),
                ),
            ],
            bases=(tongzhou.registry.models.members.ForUnit, models.Model),
        ),
        migrations.CreateModel(
            name="NeighbourGroup",
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
                        choices=[("five", "five households"), ("ten", "ten households")],
                        max_length=4,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "compound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="registry.compound",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("compound", "kind", "number"), name="group_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(blank=True, default="", max_length=20)),
                ("room", models.CharField(blank=True, default="", max_length=20)),
                ("floor", models.SmallIntegerField(default=0)),
                ("door", models.CharField(max_length=120)),
                ("search", models.TextField(default="")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("zh", "Mandarin"),
                            ("dialect", "local dialect"),
                            ("yue", "Cantonese"),
                            ("ug", "Uyghur"),
                            ("bo", "Tibetan"),
                            ("mn", "Mongolian"),
                            ("ko", "Korean"),
                            ("en", "English"),
                            ("sign", "sign language"),
                            ("other", "other"),
                        ],
                        default="zh",
                        max_length=8,
                    ),
                ),
                ("key_id", models.UUIDField(null=True)),
                ("phone", tongzhou.privacy.fields.SealedField(default=b"")),
                ("phone_index", models.BigIntegerField(db_index=True, null=True)),
                ("phone_tail_index", models.BigIntegerField(db_index=True, null=True)),
                ("may_open", tongzhou.privacy.fields.SealedField(default=b"")),
                ("notes", tongzhou.privacy.fields.SealedField(default=b"")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="households",
                        to="registry.building",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="households",
                        to="registry.committee",
                    ),
                ),
                (
                    "group_of_five",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.neighbourgroup",
                    ),
                ),
                (
                    "group_of_ten",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registry.neighbourgroup",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["committee", "building", "floor"], name="household_walk"),
                    models.Index(fields=["committee", "search"], name="household_search"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("building", "unit", "room"), name="household_door"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "phone call"),
                            ("visit", "visit at the door"),
                            ("message", "message"),
                        ],
                        max_length=8,
                    ),
                ),
                ("key_id", models.UUIDField()),
                ("note", tongzhou.privacy.fields.SealedField(default=b"")),
                ("client_id", models.UUIDField(null=True, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["household", "-at"], name="contact_story")],
            },
        ),
        migrations.CreateModel(
            name="HouseholdLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_on", models.DateField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="registry.household",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Resident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_id", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=60)),
                ("search", models.TextField(default="")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("f", "female"), ("m", "male"), ("", "unknown")],
                        default="",
                        max_length=1,
                    ),
                ),
                ("birth_on", models.DateField(blank=True, null=True)),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head of household"),
                            ("spouse", "spouse"),
                            ("child", "son or daughter"),
                            ("child_in_law", "son- or daughter-in-law"),
                            ("grandchild", "grandchild"),
                            ("parent", "parent"),
                            ("sibling", "sibling"),
                            ("relative", "other relative"),
                            ("tenant", "tenant"),
                            ("live_in", "lives in (care, nanny)"),
                            ("", "unknown"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("id_number", tongzhou.privacy.fields.SealedField(default=b"")),
                ("id_index", models.BigIntegerField(db_index=True, null=True)),
                ("phone", tongzhou.privacy.fields.SealedField(default=b"")),
                ("phone_index", models.BigIntegerField(db_index=True, null=True)),
                ("phone_tail_index", models.BigIntegerField(db_index=True, null=True)),
                ("notes", tongzhou.privacy.fields.SealedField(default=b"")),
                ("left_on", models.DateField(blank=True, null=True)),
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
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residents",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["committee", "left_on", "search", "household"],
                        name="resident_search",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="neighbourgroup",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="registry.resident",
            ),
        ),
    ]
