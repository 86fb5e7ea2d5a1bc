"""What second factors are computed from lay open in the database. From now on it is sealed with SEALING_KEYS."""

from typing import Any

from django.db import migrations

from foretaste.accounts import second_factor


def _change_all(apps: Any, change: Any) -> None:
    factors = apps.get_model("mfa", "Authenticator").objects
    for one in factors.order_by("pk").iterator():
        data = second_factor.changed(one.data, change)
        if data != one.data:
            factors.filter(pk=one.pk).update(data=data)


def seal_all(apps: Any, schema_editor: Any) -> None:
    _change_all(apps, lambda text: text if second_factor.is_sealed(text) else second_factor.seal(text))


def open_all(apps: Any, schema_editor: Any) -> None:
    _change_all(apps, second_factor.unseal)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_a_membership_begins_with_a_yes'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [migrations.RunPython(seal_all, open_all)]
