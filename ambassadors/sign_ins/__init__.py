"""Signing a phone in with a square that a coordinator shows, and ending that."""
