"""CloudWatch: log groups, alarms, dashboards, and EventBridge's rules, which Pulumi keeps here too."""

from tenfold_sandbox.provider.rows.cloudwatch.alarms import ALARMS
from tenfold_sandbox.provider.rows.cloudwatch.deliveries import DELIVERIES
from tenfold_sandbox.provider.rows.cloudwatch.events import EVENTS
from tenfold_sandbox.provider.rows.cloudwatch.logs import LOGS
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (*LOGS, *ALARMS, *EVENTS, *DELIVERIES)
