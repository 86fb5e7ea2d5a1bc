"""The words of refunds and payrolls carry the apostrophe that all others carry."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0026_handled_messages_keep_no_people'),
    ]

    operations = [
        migrations.AlterField(
            model_name='payrolldue',
            name='payer',
            field=models.CharField(choices=[('employee', 'The company’s payroll'), ('employer_of_record', 'The employer of record’s payroll')], max_length=20),
        ),
        migrations.AlterField(
            model_name='refund',
            name='why',
            field=models.CharField(choices=[('surplus', 'More was paid than asked for'), ('late', 'The payment came after the seat was closed'), ('seat', 'The seat’s fund was withdrawn'), ('trial', 'The part of the trial fund that was not needed'), ('ruling', 'A decision'), ('payroll', 'Gross pay for the payroll that paid the intern'), ('correction', 'An error made good'), ('dispute', 'A payment your bank had taken back, and returned')], max_length=10),
        ),
    ]
