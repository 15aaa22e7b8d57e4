"""The pages of jurors."""

from contest_portal.web.juror import contests as contests
from contest_portal.web.juror import exercise as exercise
from contest_portal.web.juror import groups as groups
from contest_portal.web.juror import history as history
from contest_portal.web.juror import interests as interests
from contest_portal.web.juror import phone as phone
from contest_portal.web.juror import reminders as reminders
from contest_portal.web.juror import sheets as sheets
from contest_portal.web.juror import visits as visits
