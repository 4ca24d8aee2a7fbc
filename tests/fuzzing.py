"""Hypothesis settings for the tests in ``fuzz/``: a few hundred examples, the same each time.

``FUZZ_EXAMPLES=20000``, which ``make fuzz`` sets, tries more examples, and different ones each
time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))

#: For tests that try all examples.
thorough = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

#: For tests with slow examples, which try a tenth of them.
fuzz = settings(thorough, max_examples=max(200, EXAMPLES // 10))
