"""Voorbeeldland and the packaged scenarios."""
