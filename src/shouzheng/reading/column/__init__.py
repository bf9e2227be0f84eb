"""The second implementation of the reading grammar: many texts at once, numpy on Arrow (extra ``[audit]``).

``reader.ColumnReader`` takes a column of texts and gives back columns of acts, entities and elements, equal to what
``reading.one`` gives for each text. It is driven by the loaded lexicon and by the reference's own expressions; nothing
outside this folder imports it without need, so that the base program works without numpy.

On the way through: ``flat`` (one array of code points) → ``folding`` → ``patterns`` (anchor words, ``words``, and looks
to both sides, ``looks``) and ``entities`` → ``seen`` (contexts and guards) → ``quoting`` → ``assembly`` → ``kinds``
(where asked for) → ``output``.
"""
