"""Keep statements of pay as they were issued, and find the movements of some days without reading all of them."""

import django.db.models.deletion
from django.db import migrations, models


STAYS = """
CREATE TRIGGER history_rows_stay BEFORE UPDATE OR DELETE ON money_issuedstatement
    FOR EACH ROW EXECUTE FUNCTION history_stays();
CREATE TRIGGER history_table_stays BEFORE TRUNCATE ON money_issuedstatement
    FOR EACH STATEMENT EXECUTE FUNCTION history_stays();
"""
# Moments run with the rows: a few bytes for each sixteen pages do, where a tree would cost each movement twenty.
BY_MOMENT = """
CREATE INDEX ledger_transfer_moment ON ledger_transfer USING brin (effective_at)
    WITH (pages_per_range = 16, autosummarize = on);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0014_late_payrolls'),
        ('core', '0002_history_stays'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuedStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('trial_id', models.CharField(max_length=12)),
                ('person_id', models.CharField(max_length=12)),
                ('currency', models.CharField(max_length=3)),
                ('paid_minor', models.BigIntegerField()),
                ('held_minor', models.BigIntegerField()),
                ('issued_at', models.DateTimeField()),
                ('facts', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name='settlement',
            name='stated_held_minor',
            field=models.BigIntegerField(default=-1),
        ),
        migrations.AddField(
            model_name='settlement',
            name='stated_paid_minor',
            field=models.BigIntegerField(default=-1),
        ),
        migrations.AddIndex(
            model_name='settlement',
            index=models.Index(condition=models.Q(('held_minor', models.F('stated_held_minor')), ('paid_minor', models.F('stated_paid_minor')), _negated=True), fields=['id'], name='settlements_to_be_stated'),
        ),
        migrations.AddField(
            model_name='issuedstatement',
            name='settlement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='money.settlement'),
        ),
        migrations.AddConstraint(
            model_name='issuedstatement',
            constraint=models.UniqueConstraint(fields=('settlement', 'number'), name='a_statement_is_issued_once'),
        ),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
        migrations.RunSQL(BY_MOMENT, "DROP INDEX ledger_transfer_moment"),
    ]
