"""The tests with every Python, and with the lowest and the newest dependencies.

``nox`` runs them with each Python that is installed, ``nox -s "tests-3.11(lowest)"`` with one. uv
chooses the versions; the lowest are the lower bounds of pyproject.toml. Those with pre-releases run
every week, apart from the others: they fail when something that is to come breaks the extension.
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
    """Run the tests that need no other programs."""
    session.install("--upgrade", *CHOICES[dependencies], ".[docs,test]")
    session.run(
        *("python", "-m", "pytest", "-n", "auto", "-p", "no:cacheprovider", *session.posargs)
    )


@nox.session
def workers(session: nox.Session) -> None:
    """Run Python with Snakemake, which wants older packages than our own tools do."""
    session.install(".[docs,test,parts]")
    session.run("python", *session.posargs)
