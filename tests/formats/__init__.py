"""What a graph looks like in each format."""
