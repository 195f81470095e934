"""Every rule measured on the decisions of a plan: each instance with its slack, without the program."""
