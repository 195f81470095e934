"""The fairness norms, one file per norm."""
