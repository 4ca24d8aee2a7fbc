"""Configuration of the manual, which is built with the extension itself."""

import sys
from pathlib import Path

from sphinxcontrib_podcast import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinxcontrib-podcast"
version = release = __version__
author = "The sphinxcontrib-podcast developers"
copyright = "2026, the sphinxcontrib-podcast developers"  # noqa: A001

extensions = ["sphinxcontrib_podcast", "sphinx.ext.autodoc", "gallery", "reference"]
exclude_patterns = ["_build", "_ext"]

podcast_episodes = ["episodes/**", "gallery/*"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_ref_domains = ["std", "pod"]

html_theme = "furo"
html_title = "sphinxcontrib-podcast"

autodoc_member_order = "bysource"
python_use_unqualified_type_names = True

# The PDF; Chinese and Japanese text is set in the Noto fonts where they are installed
latex_engine = "xelatex"
latex_use_xindy = False  # the general index is of names in Latin letters only
