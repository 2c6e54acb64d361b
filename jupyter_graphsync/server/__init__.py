"""The extension of Jupyter Server: thin handlers over sessions."""
