"""Pictures of conversations: read by a machine, always marked as such, and corrected by the person beside the reading.

What happens in this folder, in this order: ``picture`` opens a picture within limits and scales it, ``taken`` says when
and in which app it was taken, ``tiles`` cuts long ones, ``engine`` finds the lines of text (offline; the extra
``[ocr]``), ``layout`` makes messages of the lines, ``stamps`` reads the times that are seen, ``events`` makes contacts.
``corrections`` is the file in which the person corrects the reading, ``review`` the page that shows both side by side.
"""
