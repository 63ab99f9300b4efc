"""Search over what the public may read, in Khmer and English (khmer-and-phones.md, "Search")."""
