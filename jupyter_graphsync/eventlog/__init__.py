"""The history of every session: append-only, in total order, durable."""
