"""Edit a graph together, live, inside Jupyter."""
