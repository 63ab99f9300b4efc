"""What a phone keeps and hands in."""
