"""``python -m sphinxcontrib_podcast`` is the command ``sphinx-podcast``."""

from sphinxcontrib_podcast.cli import main

if __name__ == "__main__":
    main(prog_name="sphinx-podcast")
