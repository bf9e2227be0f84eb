"""Do people agree with the audit? Samples of findings and of silent contacts, judged twice and blindly, and measured.

``sample`` draws, ``sheets`` writes what two reviewers fill in, ``page`` shows the same questions one by one in a
browser and saves the same sheet, ``measure`` compares them with each other and with the audit. Which of the two a
contact is stands only in ``sample.json``, which no reviewer needs.
"""
