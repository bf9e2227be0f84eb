"""Whole archives of an institution's contacts: which broke a rule, whose, how often, and what could not be judged.

``archive`` says what a table of contacts holds; ``facts`` turns it into the facts that the rules look at, column by
column, equal to what ``judging.facts`` says contact by contact. All of it needs the extra ``[audit]``.
"""
