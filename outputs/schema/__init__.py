"""The JSON Schemas of what other programs read."""
