"""The rules of a shared graph: pure, without clock, random, or I/O."""
