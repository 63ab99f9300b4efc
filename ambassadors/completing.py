"""An ambassador who completes the required course may be made active (R23)."""

from ambassadors.team.life_cycle import note_required_course
from lms.actions.completing import follow

follow(note_required_course)
