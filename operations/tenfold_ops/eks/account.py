"""Where the command looks: the caller's AWS account, or the sandbox's emulated one; and for which cluster."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from botocore.signers import RequestSigner

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.session import Session

from ..cost_graphs import Pulumi, sandbox_pulumi

Client = Any
"""A boto3 client: its methods are made at run time."""

_TOKEN_SECONDS = 60
_CLUSTER_TYPE = "aws:eks/cluster:Cluster"


@dataclass(frozen=True)
class Account:
    """An AWS account as boto3 sees it, and the Pulumi that knows its stacks."""

    session: Any
    """boto3's; its ``client`` has an overload per service, which no checker wants to read."""
    endpoint: str | None
    """Where AWS is emulated; None is AWS itself."""
    pulumi: Callable[[], Pulumi]

    @classmethod
    def of_caller(cls, region: str | None) -> Account:
        """What the caller's environment names: profile, region, endpoint."""
        # The AWS CLI and Pulumi read AWS_REGION, boto3 AWS_DEFAULT_REGION alone.
        session = boto3.session.Session(region_name=region or os.environ.get("AWS_REGION"))
        return cls(session, os.environ.get("AWS_ENDPOINT_URL"), _own_pulumi)

    @classmethod
    def of_sandbox(cls, start: Path, region: str | None) -> Account:
        """The emulated AWS of the project's sandbox. Raises SandboxError."""
        opened = Session.open(start)
        environment = opened.environment(opened.folder.logs / f"events-{os.getpid()}.jsonl")
        session = boto3.session.Session(
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            region_name=region or environment["AWS_REGION"],
        )
        return cls(session, opened.emulator.endpoint, lambda: sandbox_pulumi(start))

    def client(self, service: str) -> Client:
        """A boto3 client. Raises SandboxError when the environment names no region."""
        return asked(lambda: self.session.client(service, endpoint_url=self.endpoint))

    def token(self, cluster_name: str) -> str:
        """What ``aws eks get-token`` makes: a signed question to STS who one is, for this cluster alone."""
        sts = self.client("sts")
        region: str = sts.meta.region_name
        signer = RequestSigner(
            sts.meta.service_model.service_id,
            region,
            "sts",
            "v4",
            self.session.get_credentials(),
            sts.meta.events,
        )
        question = "Action=GetCallerIdentity&Version=2011-06-15"
        url: str = signer.generate_presigned_url(
            {
                "method": "GET",
                "url": f"https://sts.{region}.amazonaws.com/?{question}",
                "body": {},
                "headers": {"x-k8s-aws-id": cluster_name},
                "context": {},
            },
            operation_name="",
            expires_in=_TOKEN_SECONDS,
            region_name=region,
        )
        return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def find_cluster(account: Account, stack: str | None) -> str:
    """The name of the only cluster: a stack's, or the account's in the region. Raises SandboxError."""
    if stack is None:
        names: list[str] = asked(lambda: account.client("eks").list_clusters()["clusters"])
        where = "the account has in this region"
    else:
        names, where = _of_stack(account, stack), f"stack {stack} has"
    if len(names) == 1:
        return names[0]
    found = ", ".join(sorted(names)) or "none"
    raise SandboxError(f"--cluster: name one of those that {where}: {found}.")


def asked(question: Callable[[], Any]) -> Any:
    """AWS's answer. Raises SandboxError with AWS's own words when it refuses, or can't be reached."""
    try:
        return question()
    except (BotoCoreError, ClientError) as error:
        raise SandboxError(f"AWS does not answer: {error}") from error


def _of_stack(account: Account, stack: str) -> list[str]:
    state = json.loads(account.pulumi().export(stack))
    resources: list[dict[str, Any]] = state.get("deployment", {}).get("resources", [])
    return [cast("str", each["id"]) for each in resources if each.get("type") == _CLUSTER_TYPE]


def _own_pulumi() -> Pulumi:
    program = shutil.which("pulumi")
    if program is None:
        raise SandboxError("--stack: there is no `pulumi` on the PATH. Install it, or name the cluster.")
    return Pulumi(program, os.environ, "with your own Pulumi")
