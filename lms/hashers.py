from django.contrib.auth.hashers import PBKDF2PasswordHasher


class PinHasher(PBKDF2PasswordHasher):
    """For PINs of learner cards.

    A class of forty signs in at once on two cores, and no number of rounds protects four digits from someone who
    has the database; the lock after a few wrong tries is what protects a card.
    """

    algorithm = "pin_pbkdf2"
    iterations = 100_000
