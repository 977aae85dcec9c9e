"""How Pulumi's engine writes what is no plain value. Its SDKs share these."""

from __future__ import annotations

UNKNOWNS = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
    }
)
"""What stands for a value that is known only after the update, by kind."""

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key that marks a secret, an output, an asset or a resource; its value says which."""
