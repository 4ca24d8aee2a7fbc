"""The archive as data: scanned, merged, and ready to be asked. Imports no Sphinx."""
