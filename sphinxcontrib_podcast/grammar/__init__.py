"""Text to model: how an episode file is read. Nothing here imports Sphinx."""
