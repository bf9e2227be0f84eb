"""The generated pages of the rulebook (``docs/rulebook``): coverage, one page a rule, one page a code."""
