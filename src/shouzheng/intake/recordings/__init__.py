"""Recordings of calls, as the phone made them: never changed, never encoded anew, read for what they say of the call.

``names`` reads file names by the patterns of ``file_names.toml``, ``media`` the times and length inside the file,
``transcripts`` what a person (or a machine, as a draft) wrote down of it, ``events`` makes the contact, ``matching``
says which calls of a log it may be. ``speech`` is the one interface to speech models; none is part of the product.
"""
