"""What a person can do with findings: today the summary and the dossier; letters and deadlines come here too.

Only contacts that are attributed and confirmed by the person leave this room; everything else stays in their own case.
"""
