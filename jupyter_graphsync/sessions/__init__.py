"""Live sessions: each an actor with one queue, one dispatcher, one log, one room."""
