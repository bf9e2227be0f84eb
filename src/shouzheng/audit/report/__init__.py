"""The report of an audit: figures with intervals and small cells suppressed, as a page, a summary, tables, signed.

``figures`` reads the results of a run, ``suppress`` hides small cells, ``page``, ``summary`` and ``tables`` write them
down, ``sign`` binds the files together. Texts of contacts are in none of them; people stand as keyed pseudonyms only.
"""
