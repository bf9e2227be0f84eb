"""What people send (a statement, findings, a bundle, a letter) as wishes; what is not clear goes to a person."""
