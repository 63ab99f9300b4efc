"""The kinds of item that the zones accept from phones."""

from hotspots.observation_sync import OBSERVATION_COUNT, OBSERVATION_PAGE
from lms.sync import register
from lms.sync.field_pages import register_page

register(OBSERVATION_COUNT)
register_page(OBSERVATION_PAGE)
