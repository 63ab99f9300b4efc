from hotspots.actions.importing import ImportResult, import_usage
from hotspots.actions.upkeep import close_silent_connections, destroy_pseudonym_keys, empty_pseudonyms

__all__ = [
    "ImportResult",
    "close_silent_connections",
    "destroy_pseudonym_keys",
    "empty_pseudonyms",
    "import_usage",
]
