"""The court-style print of chats and calls: numbered lines, hash and page on each page, roster, pictures."""
