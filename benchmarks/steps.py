"""Profile a first build by steps, for plain Sphinx with MyST and for this extension.

Archives are built in separate processes, which are sampled every 5 ms of CPU time::

    python benchmarks/steps.py --episodes 300 1000

Times are CPU seconds. "Growth" is the scaling exponent from the smallest archive to the largest:
1 is linear.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

INTERVAL = 0.005

#: The steps and their functions, some with the module. A sample counts for the first step that
#: matches.
STEPS = {
    "scan files": ("scan",),
    "find names": ("entities._mentions",),
    "rest of the catalogue": ("make_catalogue",),
    "read: transforms": ("apply_transforms",),
    "read: parse or generate": ("read_doc",),
    "write: load doctrees": ("get_doctree",),
    "write: post-transforms": ("get_and_resolve_doctree",),
    "write: search index": ("write_doc_serialized", "dump_search_index"),
    "write: templates of the extension": ("templates.render",),
    "write: templates of the theme": ("get_doc_context", "render"),
    "write: HTML": ("_write_docname", "write_doc"),
}
REST = "rest"
_STEP_OF = {function: step for step, functions in STEPS.items() for function in functions}
_ORDER = {step: i for i, step in enumerate(STEPS)}

#: Samples by step and kind of page.
Samples = Counter[tuple[str, str]]


def sample(folder: Path) -> Samples:
    """Build the site of a folder in this process, and return the number of samples."""
    from builds import OUTPUT
    from sphinx.cmd.build import main as build

    found: Samples = Counter()

    def note(_signal: int, frame: FrameType | None) -> None:
        names: set[str] = set()
        docname = ""
        while frame:
            module = Path(frame.f_code.co_filename).stem
            names |= {frame.f_code.co_name, f"{module}.{frame.f_code.co_name}"}
            if frame.f_code.co_name in ("read_doc", "_write_docname"):
                docname = frame.f_locals.get("docname", "")
            frame = frame.f_back
        if "apply_post_transforms" in names:
            names.discard("apply_transforms")
        steps = (_STEP_OF[name] for name in names if name in _STEP_OF)
        step = min(steps, key=_ORDER.__getitem__, default=REST)
        kind = "generated" if docname.startswith("podcast/") else "episodes" if docname else ""
        found[step, kind] += 1

    signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    status = build(["-q", "-d", str(folder / "_doctrees"), str(folder), str(folder / OUTPUT)])
    signal.setitimer(signal.ITIMER_PROF, 0)
    if status:
        sys.exit(status)
    return found


def measure(size: int, theme: str) -> Iterator[tuple[str, dict[tuple[str, str], float]]]:
    """Yield the name of each peer with its seconds by step and kind of page."""
    from archive import write_archive
    from builds import Peer, Podcast

    for peer in (Peer(theme), Podcast(theme)):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            write_archive(folder, size)
            peer.prepare(folder)
            command = [sys.executable, __file__, "--build", temporary]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            lines = answer.stdout.splitlines()
            yield peer.name, {(s, k): n * INTERVAL for s, k, n in json.loads(lines[-1])}
            print(f"{size} {peer.name}", file=sys.stderr)


def table(found: dict[int, dict[str, dict[tuple[str, str], float]]]) -> Iterator[str]:
    """Yield the lines of a Markdown table of seconds and growth."""
    few, many = min(found), max(found)
    plain, ours = found[many]
    yield f"| {many} episodes | {plain} | {ours} | of which generated pages | growth |"
    yield "| --- | --: | --: | --: | --: |"
    for step in (*STEPS, REST, "all"):

        def seconds(size: int, peer: str, kind: str = "", step: str = step) -> float:
            return sum(
                number
                for (name, of), number in found[size][peer].items()
                if step in (name, "all") and kind in ("", of)
            )

        before, now = seconds(few, ours), seconds(many, ours)
        growth = f"{math.log(now / before) / math.log(many / few):.2f}" if before < now else ""
        pages = seconds(many, ours, "generated")
        yield f"| {step} | {seconds(many, plain):.1f} | {now:.1f} | {pages:.1f} | {growth} |"


def main() -> None:
    """Run the benchmark, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--episodes", type=int, nargs="+", default=[100, 300])
    parser.add_argument("--theme", default="basic")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        print(json.dumps([[*key, number] for key, number in sample(options.build).items()]))
        return
    found = {size: dict(measure(size, options.theme)) for size in options.episodes}
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
