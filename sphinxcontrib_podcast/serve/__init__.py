"""Show a site while it is written: build it again when a file changes, and reload the page."""
