"""The environment of the commands that run inside a sandbox."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from ..engine.install import Engine, clean_environment
from .folder import Folder, Project
from .stacks import current_stack

DEFAULT_REGION = "us-east-1"


def sandbox_environment(
    base: Mapping[str, str], folder: Folder, project: Project, engine: Engine, endpoint: str, events: Path
) -> dict[str, str]:
    """``base`` without any Pulumi or AWS setting of the user's, pointed at the sandbox."""
    region = project.region(current_stack(folder, project)) or DEFAULT_REGION
    return {
        **clean_environment(base),
        "PATH": _search_path(base.get("PATH", os.defpath), folder),
        "PULUMI_HOME": str(folder.home),
        # Sidecar files of metadata are written in place, so a killed CLI could leave one cut off.
        "PULUMI_BACKEND_URL": f"file://{quote(str(folder.state))}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(folder.passphrase),
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": str(folder.aws / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder.aws / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "TENFOLD_SANDBOX": str(folder.root),
        "TENFOLD_SANDBOX_PYTHON": sys.executable,
        "TENFOLD_SANDBOX_ENGINE": str(engine.pulumi),
        "TENFOLD_SANDBOX_EVENTS": str(events),
    }


def _search_path(path: str, folder: Folder) -> str:
    """The shim first, then the sandbox's own virtual environment, if it is one: it need not be active."""
    own = [str(Path(sys.executable).parent)] if sys.prefix != sys.base_prefix else []
    return os.pathsep.join([str(folder.bin), *own, path])
