"""How numbers and dates are written and read (FORMAT_MODULE_PATH), because Django's own Khmer formats swap
the decimal point and the thousands comma and do not read day-first dates, and its English ones are American.
"""
