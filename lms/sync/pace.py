"""How often one submit key may send: per key and never per address, for a whole Wi-Fi zone shares one."""

import threading
import time

# A month's work is some ten requests.
REQUESTS_PER_MINUTE = 60


class Pace:
    """Counts requests in the memory of one web process, anew each minute."""

    def __init__(self, per_minute=REQUESTS_PER_MINUTE, clock=time.monotonic):
        self.per_minute, self.clock = per_minute, clock
        self.minute, self.counts, self.lock = None, {}, threading.Lock()

    def is_too_fast(self, key):
        """Counts one request of `key`; True when it is one too many."""
        with self.lock:
            minute = int(self.clock() // 60)
            if minute != self.minute:
                self.minute, self.counts = minute, {}
            self.counts[key] = self.counts.get(key, 0) + 1
            return self.counts[key] > self.per_minute


pace = Pace()
