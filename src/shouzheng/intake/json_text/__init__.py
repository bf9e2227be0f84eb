"""JSON of any length, record by record, in bounded memory; one bad record never ends an import."""
