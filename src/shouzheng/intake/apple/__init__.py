"""What Apple's phones write in ways of their own: typed streams, times since 2001."""
