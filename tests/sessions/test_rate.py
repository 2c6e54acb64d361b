import pytest

from jupyter_graphsync.domain.errors import TooMuch
from jupyter_graphsync.sessions.rate import TokenBucket


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(bucket: TokenBucket, tries: int) -> int:
    """Return how many of some tries pass."""
    passed = 0
    for _ in range(tries):
        try:
            bucket.take()
        except TooMuch:
            continue
        passed += 1
    return passed


def flood(bucket: TokenBucket, clock: Clock, seconds: float) -> None:
    """Ask for twice the rate of 100 for a while."""
    for _ in range(int(seconds * 200)):
        clock.now += 1 / 200
        taken(bucket, 1)


def test_RA1_a_burst_passes_at_once_and_then_the_rate() -> None:
    clock = Clock()
    bucket = TokenBucket(100.0, 20, clock)

    at_once = taken(bucket, 50)
    clock.now += 0.105
    later = taken(bucket, 50)
    clock.now += 60
    rested = taken(bucket, 50)

    assert (at_once, later, rested) == (20, 10, 20)


def test_RA2_a_refusal_says_when_to_come_back_and_then_it_passes() -> None:
    clock = Clock()
    bucket = TokenBucket(100.0, 1, clock)
    bucket.take()

    with pytest.raises(TooMuch) as refusal:
        bucket.take()
    clock.now += refusal.value.details["retry_after_ms"] / 1000

    bucket.take()
    assert refusal.value.code == "rate-limited"
    assert refusal.value.may_retry


@pytest.mark.parametrize("burst", [1, 20, 1_000])
def test_RA3_ten_seconds_of_refusals_are_enough(burst: int) -> None:
    clock = Clock()
    bucket = TokenBucket(100.0, burst, clock)
    taken(bucket, burst)

    flood(bucket, clock, 9.5)
    early = bucket.exhausted
    flood(bucket, clock, 1)

    assert not early
    assert bucket.exhausted


@pytest.mark.parametrize("burst", [1, 20, 1_000])
def test_RA4_who_was_refused_now_and_then_is_listened_to(burst: int) -> None:
    clock = Clock()
    bucket = TokenBucket(100.0, burst, clock)

    for _ in range(10):
        taken(bucket, burst + 1)
        clock.now += 5

    assert not bucket.exhausted
