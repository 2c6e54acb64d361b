"""The Python client: a live replica of a shared graph, and the verbs to change it."""
