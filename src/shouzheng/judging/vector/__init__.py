"""Judging millions of contacts as Arrow columns: facts, counts and answers without one Python object for each contact.

``layout`` says what a table of contacts holds; ``columns`` reads it; ``groups`` and ``windows`` count; ``counts`` makes
every declared count; ``kernel`` judges; ``streams`` cuts sorted batches where one key ends. The same functions run in
one process and inside Spark's ``mapInArrow``. All of it needs numpy and pyarrow (``pip install shouzheng[audit]``); the
people's side (``judging.counts``, ``judging.judge``) needs neither, and tests hold the two equal.
"""
