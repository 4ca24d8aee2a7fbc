"""Transcripts as data: formats of cues, speakers and turns."""
