"""The nouns of the field: frozen, typed, without input or output.

A reader who knows these classes can read every other room, because rooms hand only these to each other. The rules
of the nouns (DESIGN §1): no naive datetime; money is integer fen; a number, an identifier or a phone is text;
repetition is evidence, so nothing is merged because two times are equal; nothing is skipped silently; a name that
stands in the law has the law's name.
"""
