"""From files and built-in figures to a case and a scenario."""
