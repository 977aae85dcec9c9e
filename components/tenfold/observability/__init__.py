"""What a stack tells its operators: alarms that go to one topic, and dashboards."""

from tenfold.observability.args import AlarmTopicArgs, Protocol, Subscription
from tenfold.observability.component import AlarmTopic

__all__ = ["AlarmTopic", "AlarmTopicArgs", "Protocol", "Subscription"]
