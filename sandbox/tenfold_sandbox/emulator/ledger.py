"""The ledger: what a provider was about to create, and what AWS answered.

A provider writes its intent down before it creates. The emulator adds AWS's answer to the entry in the
same request that creates, so a provider that is killed in between loses nothing: the next one finds the
entry with the answer, and adopts or removes the resource. Inputs may hold secrets; they are kept in memory
only and never logged.
"""

from __future__ import annotations

import base64
import threading
from typing import Any
from urllib.parse import parse_qs

from .messages import Document, Environ, Reply, json_reply

_REQUIRED = ("urn", "type", "region", "inputs")


class Ledger:
    """Entries in creation order; every method is atomic."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[int, Document] = {}
        self._last = 0

    def add(self, intent: Document) -> int:
        """Write an intent down and return its number."""
        with self._lock:
            self._last += 1
            fields = {name: intent[name] for name in _REQUIRED}
            self._entries[self._last] = {
                "entry": self._last,
                "id": None,
                **fields,
                "responses": [],
                "settled": False,
            }
            return self._last

    def entries(self, **wanted: str) -> list[Document]:
        """The entries whose fields (``urn``, ``id``) are as wanted; all without any."""
        with self._lock:
            kept = [
                entry
                for entry in self._entries.values()
                if all(entry[key] == value for key, value in wanted.items())
            ]
            return [{**entry, "responses": list(entry["responses"])} for entry in kept]

    def change(self, number: int, **fields: object) -> bool:
        """Set an entry's ``id`` (its resource is whole) or ``settled``; False if there is no such entry."""
        with self._lock:
            if number in self._entries:
                self._entries[number].update(fields)
            return number in self._entries

    def settle(self) -> int:
        """Say that the command that made the entries ended; how many of them are open.

        What a later command no longer knows was then let go on purpose, and a recovery leaves it alone. An
        entry without an id stays open: a creation failed there, and taking it back failed too.
        """
        with self._lock:
            whole = [entry for entry in self._entries.values() if entry["id"] is not None]
            for entry in whole:
                entry["settled"] = True
            return len(self._entries) - len(whole)

    def forget(self, number: int) -> bool:
        """Remove an entry; False if there is none."""
        with self._lock:
            return self._entries.pop(number, None) is not None

    def record(self, number: int, operation: str, service: str, reply: Reply) -> None:
        """Keep the answer to a request made for an entry. A forgotten entry is ignored."""
        response: dict[str, Any] = {
            "operation": operation,
            "service": service,
            "status": reply.status,
            "headers": dict(reply.headers),
            "body": base64.b64encode(reply.body).decode(),
        }
        with self._lock:
            if number in self._entries:
                self._entries[number]["responses"].append(response)

    def clear(self) -> None:
        """Forget everything, as the emulator does when it is reset."""
        with self._lock:
            self._entries.clear()


def ledger_route(ledger: Ledger, environ: Environ, number: str, body: Any) -> Reply:
    """Answer ``/tenfold/ledger`` and ``/tenfold/ledger/<number>``."""
    method = environ["REQUEST_METHOD"]
    if not number and method == "GET":
        query = parse_qs(environ.get("QUERY_STRING", ""))
        wanted = {name: query[name][0] for name in ("urn", "id") if name in query}
        return json_reply(200, ledger.entries(**wanted))
    if not number and method == "POST":
        missing = [name for name in _REQUIRED if name not in body]
        if missing:
            return json_reply(400, {"message": f"ledger entry lacks {', '.join(missing)}"})
        return json_reply(201, {"entry": ledger.add(body)})
    if number.isdecimal() and method == "PUT" and body.keys() and body.keys() <= {"id", "settled"}:
        return _found(ledger.change(int(number), **body), number)
    if number.isdecimal() and method == "DELETE":
        return _found(ledger.forget(int(number)), number)
    return json_reply(
        400,
        {"message": f"no route {method} /tenfold/ledger/{number}, or a body without id and settled"},
    )


def _found(found: bool, number: str) -> Reply:
    if found:
        return json_reply(200, {"entry": int(number)})
    return json_reply(404, {"message": f"the ledger has no entry {number}"})
