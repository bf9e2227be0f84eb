"""Letters: texts with conditions (``letters/`` at the top of the tree) become papers that state only what is on file.

A fact comes from the case statement or from ``findings.json``; what neither holds stays a visible blank. A citation is
printed only when it may be printed and was in force; anything else stops the letter.
"""
