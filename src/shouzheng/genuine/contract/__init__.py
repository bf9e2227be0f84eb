"""Reading a loan contract: which clauses deserve a second look, what the law of its day says, what is missing."""
