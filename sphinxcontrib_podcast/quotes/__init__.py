"""Quotes checked against transcripts: words, search, signatures and verdicts."""
