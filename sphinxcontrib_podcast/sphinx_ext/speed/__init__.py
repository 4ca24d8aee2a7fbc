"""Measures that make large builds faster or smaller."""
