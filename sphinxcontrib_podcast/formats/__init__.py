"""Read and write the formats of other programs, without Sphinx or the command line."""
