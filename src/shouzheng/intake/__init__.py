"""Files that people have become originals and contact events.

One module per format, found by content; each record keeps its raw fields and its place in the file, each record that
was not understood is listed with its position, and each import ends by saying what is missing. Nothing is merged
because two times are equal. The person's own statement of the case (``case.toml``) is read here too.
"""
