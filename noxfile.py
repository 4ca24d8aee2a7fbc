"""Run the tests with every Python version, and with the lowest and newest dependencies.

``nox`` uses each installed Python, ``nox -s "tests-3.11(lowest)"`` a single one. uv resolves the
dependencies; the lowest versions are the lower bounds in pyproject.toml. The session with
pre-releases runs every week, separately: it fails if a coming release breaks the extension.
"""

import nox

PYTHONS = nox.project.python_versions(nox.project.load_toml("pyproject.toml"))
CHOICES = {
    "lowest": ("--resolution", "lowest-direct"),
    "newest": (),
    "prerelease": ("--prerelease", "allow"),
}

nox.options.default_venv_backend = "uv"
nox.options.sessions = ["tests"]


@nox.session(python=PYTHONS)
@nox.parametrize("dependencies", list(CHOICES), ids=list(CHOICES))
def tests(session: nox.Session, dependencies: str) -> None:
    """Run the tests that need no external programs."""
    session.install("--upgrade", *CHOICES[dependencies], ".[docs,test]")
    session.run(
        *("python", "-m", "pytest", "-n", "auto", "-p", "no:cacheprovider", *session.posargs)
    )


@nox.session
def workers(session: nox.Session) -> None:
    """Run Python with Snakemake, which needs older packages than the development tools."""
    session.install(".[docs,test,parts]")
    session.run("python", *session.posargs)
