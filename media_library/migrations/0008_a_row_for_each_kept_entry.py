from django.db import migrations, models
from django.db.models import deletion


class Migration(migrations.Migration):

    dependencies = [
        ('media_library', '0007_name_what_lies_in_bins'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bin_id', models.BigIntegerField()),
                ('asset_id', models.BigIntegerField()),
                ('position', models.BigIntegerField()),
                ('added_by_id', models.BigIntegerField(null=True)),
                ('added_at', models.DateTimeField()),
                ('removal', models.ForeignKey(on_delete=deletion.CASCADE, related_name='entries', to='media_library.binremoval')),
            ],
            options={
                'verbose_name_plural': 'kept entries',
                'indexes': [models.Index(fields=['bin_id', 'position'], name='kept_entry_by_place')],
            },
        ),
        migrations.RenameField(model_name='binremoval', old_name='kept', new_name='kept_bins'),
        migrations.AlterField(
            model_name='binremoval',
            name='kept_bins',
            field=models.JSONField(default=list, help_text='the rows of the bins as they were, the outer ones first'),
        ),
    ]
