"""How often one address or session may knock: token buckets in this process."""

import math
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime


class Limiter:
    """Each key may do `burst` things at once and `per_minute` in the long run; only the `most` latest keys are remembered."""

    def __init__(self, per_minute: int, burst: int, clock: Callable[[], datetime], most: int = 10_000) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key: what is left, and when that was

    def wait(self, key: str) -> int:
        """0: go ahead, and this one counts. Else the seconds until the next may come."""
        now = self._clock().timestamp()
        left = self._left(key, now)
        allowed = left >= 1
        self._buckets.pop(key, None)  # so that it becomes the latest
        self._buckets[key] = (left - 1 if allowed else left, now)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0 if allowed else self._seconds(left)

    def left_in(self, key: str) -> int:
        """The same without counting."""
        left = self._left(key, self._clock().timestamp())
        return 0 if left >= 1 else self._seconds(left)

    def _left(self, key: str, now: float) -> float:
        left, since = self._buckets.get(key, (float(self._burst), now))
        return min(self._burst, left + max(0.0, now - since) * self._rate)

    def _seconds(self, left: float) -> int:
        return math.ceil((1 - left) / self._rate)
