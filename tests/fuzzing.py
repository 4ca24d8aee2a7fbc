"""Hypothesis settings for the tests in ``fuzz/``: a few hundred examples, the same each time.

``FUZZ_EXAMPLES=20000``, which ``make fuzz`` sets, tries more examples, and different ones each
time unless ``CI`` is set.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))

#: For tests that try all examples.
thorough = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZ_EXAMPLES" not in os.environ or "CI" in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

#: A few hundred, the same each time, for tests whose examples take longer.
fuzz = settings(thorough, max_examples=300, derandomize=True)
