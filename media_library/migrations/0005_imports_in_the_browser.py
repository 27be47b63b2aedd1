

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media_library', '0004_fill_what_the_library_sorts_by'),
        ('projects', '0002_count_the_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, help_text='how often a worker has begun it'),
        ),
        migrations.AddField(
            model_name='import',
            name='bytes_done',
            field=models.BigIntegerField(default=0, help_text='of what is found, settled or read so far'),
        ),
        migrations.AddField(
            model_name='import',
            name='bytes_per_second',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='import',
            name='fault',
            field=models.TextField(blank=True, help_text='why the whole run broke off, in words'),
        ),
        migrations.AddField(
            model_name='import',
            name='files_done',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='import',
            name='in_background',
            field=models.BooleanField(default=False, help_text='the worker carries it out'),
        ),
        migrations.AddField(
            model_name='import',
            name='nudged_at',
            field=models.DateTimeField(blank=True, help_text='when a worker was last asked', null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='places',
            field=models.JSONField(blank=True, default=list, help_text='what the worker is to bring in'),
        ),
        migrations.AddField(
            model_name='import',
            name='progress_at',
            field=models.DateTimeField(blank=True, help_text='when these were last written', null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='reading',
            field=models.TextField(blank=True, help_text='the file in hand'),
        ),
        migrations.AddField(
            model_name='import',
            name='stop_asked',
            field=models.BooleanField(default=False, help_text='somebody wants it to stop'),
        ),
        migrations.AddField(
            model_name='import',
            name='upload',
            field=models.CharField(blank=True, help_text='the folder of what was sent', max_length=64),
        ),
        migrations.AlterField(
            model_name='import',
            name='state',
            field=models.CharField(choices=[('receiving', 'being sent'), ('waiting', 'waiting'), ('running', 'running'), ('finished', 'finished'), ('stopped', 'stopped before its end')], default='running', max_length=10),
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(condition=models.Q(('state', 'finished'), _negated=True), fields=['state', 'id'], name='import_not_finished'),
        ),
    ]
