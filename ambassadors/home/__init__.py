"""The start page of the field pages: figures, announcements, texts to work with."""
