"""Small leaf for all rooms: located errors, dates and the Chinese calendar, number kinds, data files and their hashes.

Nothing here knows about cases, law or letters; every other room may import it.
"""
