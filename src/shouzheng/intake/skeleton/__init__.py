"""A structure-only sample of a file that could not be read: the shape for whoever helps, nothing of what it says."""
