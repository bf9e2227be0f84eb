"""The same contact seen by log, bill, recording and screenshot becomes one contact with all its witnesses.

Records of one original are never joined with each other: repetition is what a file on harassment must show.
``sightings`` is what matching sees of a record, ``agreement`` how far two may differ, ``matching`` who belongs
together, ``joining`` the one event that stands for all.
"""
