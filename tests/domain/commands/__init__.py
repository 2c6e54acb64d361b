"""What each command promises."""
