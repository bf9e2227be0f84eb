"""What was sent and received, what state that leaves a matter in, what is wrong with a reply, and what is due."""
