"""The rules of the program, one file per subject, one function per rule."""
