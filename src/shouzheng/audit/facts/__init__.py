"""Columns of an archive → columns of facts, equal to ``judging.facts`` on the same contact (a test compares them).

``table.facts_table`` makes the whole table; ``calendar``, ``parties`` and ``words`` make their groups of facts.
"""
