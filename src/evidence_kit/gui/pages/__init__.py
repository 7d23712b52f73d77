"""One module a screen. A page is handed a session and nothing else."""
