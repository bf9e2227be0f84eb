"""The gate's memory: contacts made or reserved, people's wishes, standing facts, and the chain of decisions."""
