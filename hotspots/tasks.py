"""What the worker does for the zones, again and again; each is safe to run twice."""

from hotspots import actions

# (name, dotted path of the function, minutes between runs), set up by `manage.py setup_schedules`
SCHEDULES = [
    ("Close silent Wi-Fi connections", "hotspots.tasks.close_silent_connections", 15),
    ("Destroy pseudonym keys", "hotspots.tasks.destroy_pseudonym_keys", 60),
    ("Empty old pseudonyms", "hotspots.tasks.empty_pseudonyms", 1440),
]


def close_silent_connections():
    return actions.close_silent_connections()


def destroy_pseudonym_keys():
    return actions.destroy_pseudonym_keys()


def empty_pseudonyms():
    return actions.empty_pseudonyms()
