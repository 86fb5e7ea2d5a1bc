"""A message of the provider that was handled keeps which it was and what it was about, and nothing of people."""

import hashlib
import json
from typing import Any

from django.db import migrations


def brief(said: Any) -> str:
    return str(said)[:100].encode("ascii", "replace").decode()


def cut(apps: Any, schema_editor: Any) -> None:
    events = apps.get_model("money", "ProviderEvent").objects.exclude(handled_at=None)
    for event in events.only("pk", "raw").iterator(chunk_size=500):
        raw = bytes(event.raw)
        said = json.loads(raw)
        inside = said.get("data")
        about = inside.get("object") if isinstance(inside, dict) else None
        kept = {name: brief(said[name]) for name in ("id", "type", "account", "operation") if said.get(name)}
        if isinstance(about, dict):
            kept["object"] = brief(about.get("id") or "")
        kept["sha256"] = hashlib.sha256(raw).hexdigest()
        events.filter(pk=event.pk).update(raw=json.dumps(kept, sort_keys=True).encode())


class Migration(migrations.Migration):
    dependencies = [("money", "0025_claimed_back")]
    operations = [
        migrations.RunPython(cut, migrations.RunPython.noop),
        migrations.RunSQL(
            "ALTER TABLE money_providerevent ADD CONSTRAINT a_handled_message_keeps_no_people"
            " CHECK (handled_at IS NULL OR octet_length(raw) <= 1000)",
            "ALTER TABLE money_providerevent DROP CONSTRAINT a_handled_message_keeps_no_people",
        ),
    ]
