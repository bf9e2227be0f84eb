"""XML files of other people's programs, cut into records in linear time and constant memory, then parsed one by one.

A whole-file XML parser stops at the first illegal character, and real exports are full of those. Here the byte stream
is first cut into the children of the root element (``scanner``, ``cutter``); each one is repaired and parsed by itself
(``repair``, ``parse``). So one bad record never ends an import, the place of each record is known, and a document type
declaration never reaches a parser: there is nothing that could expand an entity.
"""
