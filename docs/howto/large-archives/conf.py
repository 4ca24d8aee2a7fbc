"""The whole archive, or the part that the environment variable PART names."""

import os
import tomllib
from pathlib import Path

here = Path(__file__).parent
parts = tomllib.loads((here / "parts.toml").read_text(encoding="utf-8"))

project = "My archive"
extensions = ["sphinxcontrib_podcast", "sphinx.ext.intersphinx"]
exclude_patterns = ["_*"]

podcast_registry = "entities.toml"  # the same for all parts
podcast_search = "pagefind"  # searches the joined site
podcast_part = parts[os.environ["PART"]] if "PART" in os.environ else []

# labels in other parts are looked up in the last joined site
if (last := here / "_site" / "objects.inv").exists() and podcast_part:
    intersphinx_mapping = {"archive": (".", str(last))}
