"""What stands behind the pages of one opened case: statement, imports, timeline, results; no page is made here."""
