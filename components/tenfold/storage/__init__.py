"""Buckets for objects and logs."""

from tenfold.storage.args import BucketArgs, LogSource, ObjectLock, ObjectLockMode, Replica
from tenfold.storage.component import Bucket
from tenfold.storage.rules import (
    CorsRule,
    Effect,
    Event,
    HttpMethod,
    LifecycleRule,
    Notification,
    NotificationTarget,
    PolicyStatement,
    PrincipalType,
    StorageClass,
    Transition,
)

__all__ = [
    "Bucket",
    "BucketArgs",
    "CorsRule",
    "Effect",
    "Event",
    "HttpMethod",
    "LifecycleRule",
    "LogSource",
    "Notification",
    "NotificationTarget",
    "ObjectLock",
    "ObjectLockMode",
    "PolicyStatement",
    "PrincipalType",
    "Replica",
    "StorageClass",
    "Transition",
]
