"""Pure decisions of DnsZone."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tenfold.parts.resource_policies import account_may_use_key

OWN_RECORDS = ("caa", "delegation", "fingerprint")
"""The roles of the records that a zone has of its own."""


def full_name(name: str, zone: str) -> str:
    """A record's name with its zone's.

    >>> full_name("www", "example.com"), full_name("", "example.com")
    ('www.example.com', 'example.com')
    """
    return f"{name}.{zone}" if name else zone


def caa_values(authorities: Sequence[str]) -> list[str]:
    """The CAA record that lets these authorities, and no others, issue certificates, wildcards included."""
    return [f'0 {tag} "{authority}"' for tag in ("issue", "issuewild") for authority in authorities]


def signing_key_policy(account: str) -> str:
    """The policy of the key that a zone is signed with: Route 53 may sign for this account (Amazon Route 53
    Developer Guide, "Working with customer managed keys for DNSSEC")."""
    service = {"Service": "dnssec-route53.amazonaws.com"}
    source = {"StringEquals": {"aws:SourceAccount": account}}
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                account_may_use_key(account),
                {
                    "Sid": "Signing",
                    "Effect": "Allow",
                    "Principal": service,
                    "Action": ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
                    "Resource": "*",
                    "Condition": source,
                },
                {
                    "Sid": "Grants",
                    "Effect": "Allow",
                    "Principal": service,
                    "Action": "kms:CreateGrant",
                    "Resource": "*",
                    "Condition": {**source, "Bool": {"kms:GrantIsForAWSResource": "true"}},
                },
            ],
        }
    )
