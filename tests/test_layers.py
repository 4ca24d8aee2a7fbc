"""The layers of the package: the allowed imports, and that only one layer needs Sphinx."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

import sphinxcontrib_podcast

PACKAGE = Path(sphinxcontrib_podcast.__file__).parent

# Each layer may import only itself, the layers before it, and the top of the package.
LAYERS = [
    ["model", "warning_names"],
    ["grammar"],
    ["transcripts", "quotes"],
    ["catalogue"],
    ["views", "formats"],
    ["cli", "sphinx_ext", "serve"],
]
ALLOWED = {
    layer: set().union(*LAYERS[: number + 1])
    for number, layers in enumerate(LAYERS)
    for layer in layers
}
# Layers that load without Sphinx. Commands import it only when they read a project.
PURE = [
    "model",
    "warning_names",
    "grammar",
    "transcripts",
    "quotes",
    "catalogue",
    "views",
    "formats",
    "cli",
]

# The places that need an extra, by its name.
EXTRAS = {"serve": "serve", "cli/mcp.py": "mcp", "formats/cards.py": "cards"}


def modules(layer: str) -> list[Path]:
    path = PACKAGE / layer
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imported(path: Path) -> set[str]:
    """Return the names that a module imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def imports(path: Path) -> set[str]:
    """Return the layers that a module imports."""
    found = set()
    for name in imported(path):
        package, _, rest = name.partition(".")
        if package == PACKAGE.name and rest and not rest.startswith("__"):
            found.add(rest.split(".")[0])
    return found


def test_every_module_is_in_a_layer() -> None:
    known = set().union(*LAYERS) | {"__init__", "__main__"}
    found = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"}
    found |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert found == known


@pytest.mark.parametrize("layer", ALLOWED)
def test_layers_import_only_lower_ones(layer: str) -> None:
    wrong = {
        str(path.relative_to(PACKAGE)): sorted(higher)
        for path in modules(layer)
        if (higher := imports(path) - ALLOWED[layer] - {PACKAGE.name})
    }
    assert wrong == {}


BLOCK = """
import importlib, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("sphinx", "docutils", "myst_parser", "sphinx_design"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_all_but_one_package_import_without_sphinx() -> None:
    names = [PACKAGE.name]
    for layer in PURE:
        for path in modules(layer):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            names.append(".".join(part for part in parts if part != "__init__"))
    done = subprocess.run(
        [sys.executable, "-c", BLOCK, *names], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def distributions(requirements: list[str]) -> set[str]:
    """Return the normalized names in requirements, without those of extras."""
    names = (re.match(r"[\w.-]+", line) for line in requirements if "extra ==" not in line)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


def test_what_is_imported_comes_with_a_dependency() -> None:
    """Packages that a dependency requires itself, such as Babel, are not listed again.

    MarkupSafe is part of what Jinja offers, which Sphinx requires.
    """
    data = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    declared = distributions(data["project"]["dependencies"])
    optional = data["project"]["optional-dependencies"]
    extras = {place: distributions(optional[name]) for place, name in EXTRAS.items()}
    brought = declared.union(*(distributions(requires(name) or []) for name in declared))
    assert "jinja2" in brought
    brought |= distributions(requires("jinja2") or [])
    known = packages_distributions()
    used: dict[str, set[str]] = {}  # in the places that need an extra, and elsewhere
    for path in PACKAGE.rglob("*.py"):
        place = next((p for p in EXTRAS if path.is_relative_to(PACKAGE / p)), "")
        used.setdefault(place, set()).update(name.split(".")[0] for name in imported(path))
    needed = {
        place: {
            name: distributions(known[name])
            for name in names - {PACKAGE.name, "myst_nb"}
            if name in known and name not in sys.stdlib_module_names
        }
        for place, names in used.items()
    }
    assert {name: of for name, of in needed[""].items() if not of & brought} == {}
    assert declared - set().union(*needed[""].values()) == set()
    for place, extra in extras.items():
        found = needed[place]
        assert {name: of for name, of in found.items() if not of & (brought | extra)} == {}
        assert extra - set().union(*found.values()) == set()


def test_what_few_builds_need_is_not_imported_by_all() -> None:
    program = (
        "import importlib, sys; import sphinxcontrib_podcast.sphinx_ext as package\n"
        f"for name in {sorted(p.stem for p in (PACKAGE / 'sphinx_ext').glob('*.py'))}:\n"
        "    importlib.import_module(f'{package.__name__}.{name}')\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    rare = {"rapidfuzz", "pypinyin", "sphinxcontrib_podcast.quotes.verdict"}
    assert not rare.intersection(done.stdout.decode().split())
