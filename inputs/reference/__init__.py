"""Packaged public figures, each table with its source (README.md)."""
