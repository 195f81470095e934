"""The aims of the program, one file per tier."""
