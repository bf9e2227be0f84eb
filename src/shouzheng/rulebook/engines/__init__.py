"""What evaluates conditions: the reference interpreter, one function over facts, and a kernel over columns."""
