"""Kinds of file that outputs are: PDF, Word, iCalendar, and what fonts can show."""
