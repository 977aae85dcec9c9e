from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.sqs_dead_letter_queue import RULE
from tenfold_policies.values import UNKNOWN

QUEUE = "aws:sqs/queue:Queue"
JOBS, DEAD = resource(QUEUE, "jobs", id=UNKNOWN), resource(QUEUE, "dead", id=UNKNOWN)


def redrive(count: object) -> str:
    return f'{{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:1:dead", "maxReceiveCount": {count}}}'


def test_passes() -> None:
    jobs = refers(resource(QUEUE, "jobs", redrivePolicy=redrive(5)), "redrivePolicy", DEAD)
    assert judged(RULE, jobs, DEAD).passes


def test_fails() -> None:
    assert judged(RULE, JOBS).faults == {"jobs": ["It has no dead-letter queue."]}
    often = refers(resource(QUEUE, "jobs", redrivePolicy=redrive(11)), "redrivePolicy", DEAD)
    assert judged(RULE, often, DEAD).faults == {"jobs": ["maxReceiveCount is 11, of at most 10."]}


def test_cannot_tell() -> None:
    jobs = refers(resource(QUEUE, "jobs", redrivePolicy=UNKNOWN), "redrivePolicy", DEAD)
    verdict = judged(RULE, jobs, DEAD)
    assert (verdict.faults, verdict.untold) == ({}, {"jobs"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:sns/topic:Topic")).passes


def test_a_policy_beside_the_queue_counts() -> None:
    policy = resource("aws:sqs/redrivePolicy:RedrivePolicy", redrivePolicy=redrive('"3"'))
    policy = refers(refers(policy, "queueUrl", JOBS), "redrivePolicy", DEAD)
    assert judged(RULE, JOBS, DEAD, policy).passes


def test_a_dead_letter_queue_needs_none() -> None:
    for type_, property_ in (
        ("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "queueUrl"),
        ("aws:lambda/function:Function", "deadLetterConfig"),
        ("aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig"),
    ):
        assert judged(RULE, DEAD, refers(resource(type_), property_, DEAD)).passes
    allowing = resource(QUEUE, redriveAllowPolicy='{"redrivePermission": "byQueue"}')
    assert judged(RULE, allowing).passes


def test_a_queue_that_refuses_to_be_one_needs_one() -> None:
    refusing = resource(QUEUE, "jobs", redriveAllowPolicy='{"redrivePermission": "denyAll"}')
    assert judged(RULE, refusing).faults


def test_messages_that_expire_at_once_need_none() -> None:
    hints = resource(QUEUE, "hints", messageRetentionSeconds=300)
    assert judged(RULE, hints).passes
    assert judged(RULE, hints, parameters={"passing_seconds": 60}).faults


def test_the_number_of_receives_can_be_chosen() -> None:
    often = resource(QUEUE, "jobs", redrivePolicy=redrive(11))
    assert judged(RULE, often, parameters={"max_receives": 20}).passes
