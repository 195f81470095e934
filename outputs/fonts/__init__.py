"""The font of the pictures, as it was published: DejaVu Sans Condensed 2.37, see LICENSE.txt."""
