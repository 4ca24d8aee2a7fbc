"""Recordings of episodes: what was said in them."""
