"""HTTP: request model to command, row to response model; nothing else."""
