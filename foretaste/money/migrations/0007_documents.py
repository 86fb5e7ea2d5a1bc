"""Make room for documents as they are issued: numbered without gaps, never changed; and for what they are made from."""

import django.db.models.deletion
import django.db.models.expressions
import foretaste.core.identifiers
from django.db import migrations, models


KEPT = ("sellerdetails", "billingdetails", "taxrule", "issueddocument")
STAYS = "\n".join(
    f"""
CREATE TRIGGER history_rows_stay BEFORE UPDATE OR DELETE ON money_{table}
    FOR EACH ROW EXECUTE FUNCTION history_stays();
CREATE TRIGGER history_table_stays BEFORE TRUNCATE ON money_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION history_stays();
"""
    for table in KEPT
)
NUMBERS = """
CREATE FUNCTION document_follows_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sequence <> 1 + coalesce((
        SELECT max(sequence) FROM money_issueddocument
         WHERE kind = NEW.kind AND company_id = NEW.company_id AND year = NEW.year), 0)
    THEN
        RAISE EXCEPTION 'A number follows the last one.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER numbers_are_consecutive BEFORE INSERT ON money_issueddocument
    FOR EACH ROW EXECUTE FUNCTION document_follows_the_last();
CREATE FUNCTION series_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.last = OLD.last + 1
       AND (NEW.kind, NEW.company_id, NEW.year, NEW.code) = (OLD.kind, OLD.company_id, OLD.year, OLD.code)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A series only counts on.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER a_series_counts_on BEFORE UPDATE OR DELETE ON money_documentseries
    FOR EACH ROW EXECUTE FUNCTION series_counts_on();
CREATE TRIGGER series_stay BEFORE TRUNCATE ON money_documentseries
    FOR EACH STATEMENT EXECUTE FUNCTION history_stays();
"""
UNDO = "DROP FUNCTION document_follows_the_last() CASCADE; DROP FUNCTION series_counts_on() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0006_handovers'),
        ('core', '0002_history_stays'),
    ]

    operations = [
        migrations.CreateModel(
            name='BillingDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.CharField(db_index=True, max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('address', models.TextField(max_length=400)),
                ('country', models.CharField(max_length=2)),
                ('tax_id', models.CharField(blank=True, max_length=40)),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('written_by', models.CharField(max_length=40)),
                ('written_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DocumentSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('company_id', models.CharField(max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('code', models.CharField(db_index=True, max_length=12)),
                ('last', models.PositiveIntegerField(default=0)),
                ('last_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='IssuedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foretaste.core.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('receipt', 'Funding receipt'), ('invoice', 'Invoice'), ('credit_note', 'Credit note')], max_length=12)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('company_id', models.CharField(max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('sequence', models.PositiveIntegerField()),
                ('subject', models.CharField(max_length=60)),
                ('trial_id', models.CharField(blank=True, db_index=True, max_length=12)),
                ('order_id', models.CharField(blank=True, max_length=12)),
                ('currency', models.CharField(max_length=3)),
                ('net_minor', models.BigIntegerField()),
                ('tax_minor', models.BigIntegerField()),
                ('total_minor', models.BigIntegerField()),
                ('supplied_on', models.DateField()),
                ('issued_on', models.DateField()),
                ('issued_at', models.DateTimeField()),
                ('facts', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='SellerDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('address', models.TextField(max_length=400)),
                ('country', models.CharField(max_length=2)),
                ('tax_id', models.CharField(max_length=40)),
                ('registration', models.CharField(blank=True, max_length=120)),
                ('email', models.CharField(blank=True, max_length=120)),
                ('written_by', models.CharField(max_length=40)),
                ('written_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TaxRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('rate', models.DecimalField(decimal_places=4, max_digits=7)),
                ('treatment', models.CharField(choices=[('charged', 'Charged, inside the fee'), ('reverse_charge', 'Reverse charge: the company owes it'), ('exempt', 'Exempt, or no such tax')], max_length=14)),
                ('place', models.CharField(blank=True, max_length=2)),
                ('needs_tax_id', models.BooleanField(default=False)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('written_by', models.CharField(max_length=40)),
                ('written_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='fundingorder',
            name='receipted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='settlement',
            name='invoiced_fee_minor',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='fundingorder',
            index=models.Index(condition=models.Q(('receipted_at', None), ('state', 'available')), fields=['id'], name='orders_to_be_receipted'),
        ),
        migrations.AddIndex(
            model_name='settlement',
            index=models.Index(condition=models.Q(('fee_minor', models.F('invoiced_fee_minor')), _negated=True), fields=['id'], name='settlements_to_be_invoiced'),
        ),
        migrations.AddConstraint(
            model_name='documentseries',
            constraint=models.UniqueConstraint(fields=('kind', 'company_id', 'year'), name='a_company_has_one_series_a_year'),
        ),
        migrations.AddField(
            model_name='issueddocument',
            name='takes_back',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='money.issueddocument'),
        ),
        migrations.AddConstraint(
            model_name='taxrule',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gte', 0), ('rate__lte', 100)), name='a_tax_is_at_most_the_price'),
        ),
        migrations.AddConstraint(
            model_name='taxrule',
            constraint=models.CheckConstraint(condition=models.Q(('treatment', 'charged'), ('rate', 0), _connector='OR'), name='only_a_charged_tax_has_a_rate'),
        ),
        migrations.AddConstraint(
            model_name='taxrule',
            constraint=models.CheckConstraint(condition=models.Q(('treatment', 'charged'), models.Q(('text', ''), _negated=True), _connector='OR'), name='a_tax_that_is_not_charged_says_why'),
        ),
        migrations.AddIndex(
            model_name='issueddocument',
            index=models.Index(fields=['company_id', '-issued_at'], name='documents_of_a_company'),
        ),
        migrations.AddIndex(
            model_name='issueddocument',
            index=models.Index(fields=['issued_on'], name='documents_by_day'),
        ),
        migrations.AddConstraint(
            model_name='issueddocument',
            constraint=models.UniqueConstraint(fields=('kind', 'company_id', 'year', 'sequence'), name='a_number_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='issueddocument',
            constraint=models.UniqueConstraint(fields=('kind', 'subject'), name='a_subject_has_one_document'),
        ),
        migrations.AddConstraint(
            model_name='issueddocument',
            constraint=models.CheckConstraint(condition=models.Q(('total_minor', django.db.models.expressions.CombinedExpression(models.F('net_minor'), '+', models.F('tax_minor')))), name='a_document_adds_up'),
        ),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
        migrations.RunSQL(NUMBERS, UNDO),
    ]
