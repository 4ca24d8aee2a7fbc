"""The number of examples that the tests in ``fuzz/`` try: a few hundred, the same each time.

``FUZZ_EXAMPLES=20000``, which ``make fuzz`` sets, tries more, and different ones in each run.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))

#: All of the examples.
thorough = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

#: A tenth of them, for tests whose examples take longer.
fuzz = settings(thorough, max_examples=max(200, EXAMPLES // 10))
