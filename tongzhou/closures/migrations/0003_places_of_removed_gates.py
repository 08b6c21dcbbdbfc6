# Gates that were removed before their places could end

from django.db import migrations
from django.utils import timezone


def end_places(apps, schema_editor):
    barriers = apps.get_model("closures", "Barrier").objects.using(schema_editor.connection.alias)
    gone = barriers.filter(state="removed", place__ended_on__isnull=True, place__isnull=False)
    for barrier in gone.select_related("place"):
        barrier.place.ended_on = timezone.localdate(barrier.removed_at)
        barrier.place.save(update_fields=["ended_on"])


class Migration(migrations.Migration):
    dependencies = [("closures", "0002_barriers"), ("registry", "0002_place_ended_on")]

    operations = [migrations.RunPython(end_places, migrations.RunPython.noop)]
