"""What takes how long, and what others take for the same work; each benchmark first checks that both agree."""
