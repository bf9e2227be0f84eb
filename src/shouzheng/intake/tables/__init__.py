"""Tables whose columns have to be understood first: headings, orders of a date, mappings that were confirmed."""
