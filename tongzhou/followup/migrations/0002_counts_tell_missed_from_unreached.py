from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0001_initial"),
        ("registry", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="followup",
            name="followup_counts",
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                fields=[
                    "day",
                    "committee",
                    "part",
                    "state",
                    "team",
                    "is_extra",
                    "has_alarm",
                    "due_at",
                    "performed_at",
                ],
                name="followup_counts",
            ),
        ),
    ]
