"""What the user says about the topic that alarms go to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.errors import InvalidInputError


class Protocol(StrEnum):
    """How a subscriber is told, in SNS's terms."""

    EMAIL = "email"
    """A person: AWS mails a link that has to be clicked before the first alarm arrives."""
    HTTPS = "https"
    """A service such as PagerDuty or Opsgenie, which confirms by itself."""
    SQS = "sqs"
    LAMBDA = "lambda"


_ENDPOINTS = {
    Protocol.EMAIL: (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an address such as 'oncall@example.com'"),
    Protocol.HTTPS: (r"https://\S+", "a URL that begins with 'https://'"),
    Protocol.SQS: (r"arn:aws[a-z-]*:sqs:\S+", "the ARN of a queue"),
    Protocol.LAMBDA: (r"arn:aws[a-z-]*:lambda:\S+", "the ARN of a function"),
}


class Subscription(Args):
    """Who is told. A change replaces the subscription, so that an address has to confirm anew."""

    protocol: Protocol = Protocol.EMAIL
    """How."""
    endpoint: Input[str]
    """Address, URL or ARN. Kept in the state in plain text: put a URL that is itself a secret into an
    ``Output.secret``."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        pattern, allowed = _ENDPOINTS[self.protocol]
        if isinstance(self.endpoint, str) and not re.fullmatch(pattern, self.endpoint):
            remedy = "Mend it, or change the protocol."
            raise InvalidInputError("Subscription.endpoint", self.endpoint, allowed, remedy)
        return self


class AlarmTopicArgs(Args):
    """The topic of one region's alarms."""

    subscriptions: Mapping[Label, Subscription] = Field(default_factory=dict[Label, Subscription])
    """Who is told, by a name of your choice. Empty tells nobody: the alarms show in the console only."""
    region: str | None = None
    """AWS region; None is the provider's. An alarm notifies a topic of its own region only. Changing it
    replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created."""
