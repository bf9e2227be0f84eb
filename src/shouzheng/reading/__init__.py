"""Text becomes a reading: which acts the words do, shown by exact characters, which entities and elements they hold.

``one`` reads a single text in plain Python and is the reference. The words and patterns are data in ``lexicon/``.
"""
