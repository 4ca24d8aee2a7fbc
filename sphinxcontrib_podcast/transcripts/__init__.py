"""Transcripts as data.

``reader`` has the table of formats, with a module for each family: ``cues`` (WebVTT, SubRip,
SBV), ``json_segments``, ``markup`` (TTML and other XML), ``yaml_lines``, and ``timed_lines`` (plain
text, Markdown, LRC). ``passages`` makes turns of cues.
"""
