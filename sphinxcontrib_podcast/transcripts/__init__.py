"""Transcripts as data.

``reader`` has the table of formats, with a module for each family: ``cues`` (WebVTT, SubRip),
``json_segments`` and ``timed_lines`` (plain text, Markdown). ``passages`` makes turns of cues.
"""
