"""Figures near their end become a stretch, those published before too: a group that did all the same hides nobody."""

from itertools import groupby
from typing import Any

from django.db import migrations, models

LOW, HIGH, LEAST = 3, 2, 5
SPLIT = {"finished": (LOW, HIGH), "left_early": (HIGH, LOW), "offers_made": (HIGH, HIGH)}


def stretch(count: int, of: int, low: int, high: int) -> tuple[int, int]:
    """The same as `publishing.told` was when this was written; what no count of a group can be is left open."""
    low, high = max(low, -(-of // 4)) if low > HIGH else low, max(high, -(-of // 4)) if high > HIGH else high
    if not 0 <= count <= of or of < LEAST:
        return min(0, count), max(of, count)
    if count < low:
        return 0, low - 1
    return (of - high + 1, of) if count > of - high else (count, count)


def blur(apps: Any, schema_editor: Any) -> None:
    records = apps.get_model("insights", "PublishedRecord").objects.order_by("organization_id", "on")
    for _company, rows in groupby(records, key=lambda row: row.organization_id):
        before: dict[str, int] = {}
        sums = {key: [0, 0] for key in SPLIT}
        for row in rows:
            exact = dict(row.figures)
            if "started" not in exact:
                continue
            of = exact["started"] - before.get("started", 0)
            for key, (low, high) in SPLIT.items():
                least, most = stretch((exact.get(key) or 0) - before.get(key, 0), of, low, high)
                sums[key] = [max(0, sums[key][0] + least), min(exact["started"], sums[key][1] + most)]
            before = {key: exact.get(key) or 0 for key in ("started", *SPLIT)}
            row.figures = exact | {key: list(kept) for key, kept in sums.items()}
            if (exact.get("offers_taken") or 0) >= sums["offers_made"][0]:
                row.figures["offers_taken"] = list(sums["offers_made"])
            row.figures |= {"told_of": exact["started"], "told_until": row.on.isoformat()}
            row.save(update_fields=["figures"])


def blur_shares(apps: Any, schema_editor: Any) -> None:
    shares = apps.get_model("insights", "PublishedShare").objects.order_by("organization_id", "topic", "on")
    for _one, rows in groupby(shares, key=lambda row: (row.organization_id, row.topic)):
        interns = good = least = most = 0
        for row in rows:
            low, high = stretch(row.good - good, row.interns - interns, LOW, HIGH)
            interns, good = row.interns, row.good
            least, most = max(0, least + low), min(row.interns, most + high)
            row.good, row.good_most = least, most
            row.save(update_fields=["good", "good_most"])


class Migration(migrations.Migration):
    atomic = True
    dependencies = [("insights", "0004_hires")]

    operations = [
        migrations.AddField(
            model_name="publishedshare", name="good_most", field=models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.RunPython(blur_shares, migrations.RunPython.noop),
        migrations.RunPython(blur, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="publishedshare", name="a_share_is_of_a_whole"),
        migrations.AddConstraint(
            model_name="publishedshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("good__lte", models.F("good_most")), ("good_most__lte", models.F("interns"))),
                name="a_share_is_of_a_whole",
            ),
        ),
    ]
