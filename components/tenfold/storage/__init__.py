"""Buckets for objects and logs."""

from tenfold.storage.args import (
    BucketArgs,
    CorsRule,
    Effect,
    Event,
    HttpMethod,
    LifecycleRule,
    LogSource,
    Notification,
    NotificationTarget,
    ObjectLock,
    ObjectLockMode,
    PolicyStatement,
    PrincipalType,
    Replica,
    StorageClass,
    Transition,
)
from tenfold.storage.component import Bucket

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
