"""One test per bug that once was, named after it."""
