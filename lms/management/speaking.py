"""What commands say: in English and in Khmer, because nobody knows who reads the terminal."""

from django.utils.translation import override


def in_both_languages(*sentences):
    """Sentences and the messages of errors, all in English and then all in Khmer."""
    lines = []
    for language in ("en", "km"):
        with override(language):
            for sentence in sentences:
                lines += getattr(sentence, "messages", None) or [str(sentence)]
    return "\n".join(lines)
