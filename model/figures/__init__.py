"""From decided integers to every reported figure, by docs/figures.md: no program, no solver."""
