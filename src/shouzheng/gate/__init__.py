"""May this contact be made? One rulebook for people and institutions, asked before the contact instead of after it."""
