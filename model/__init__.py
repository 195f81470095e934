"""The subject: what a case, a rule and a plan are. No files, no solver, no printing."""
