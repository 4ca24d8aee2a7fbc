"""An archive in the formats of other programs; imports no Sphinx and no command line."""
