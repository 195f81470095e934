"""From a plan to something people read."""
