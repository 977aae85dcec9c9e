"""S3: buckets, the settings that stand beside them, and objects."""

from tenfold_sandbox.provider.rows.s3.bucket import BUCKET
from tenfold_sandbox.provider.rows.s3.notification import NOTIFICATION
from tenfold_sandbox.provider.rows.s3.objects import OBJECTS
from tenfold_sandbox.provider.rows.s3.settings import SETTINGS
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (BUCKET, *SETTINGS, NOTIFICATION, *OBJECTS)
