"""Moto's settings, which it reads from the environment when its modules load."""

from __future__ import annotations

import os

_ENVIRONMENT = {
    "MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION": "true",
    "MOTO_ENABLE_AMI_VALIDATION": "true",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",  # else AmazonEKSClusterPolicy and its like do not exist
    "MOTO_DISABLE_GLOBAL_CORS": "true",  # no browser calls the sandbox, and CORS costs time in every call
    "MOTO_ACM_VALIDATION_WAIT": "1000000000",  # seconds: never by itself, the gap of ACM issues
    "MOTO_EVENTS_INVOKE_HTTP": "false",
}


def configure_moto(port: int) -> None:
    """Set moto up for one process. Call it before any of moto's services loads.

    AWS settings of the user's are dropped from this process: moto itself makes AWS calls (a Step Functions
    task, an event's target), and they must come back to this server.
    """
    for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_"))]:
        del os.environ[name]
    os.environ.update(_ENVIRONMENT)
    os.environ["MOTO_PORT"] = str(port)
    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
    os.environ["AWS_ACCESS_KEY_ID"] = os.environ["AWS_SECRET_ACCESS_KEY"] = "sandbox"
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

    from moto.core.config import default_user_config

    default_user_config.update(
        {"stepfunctions": {"execute_state_machine": True}, "lambda": {"use_docker": False}}
    )
