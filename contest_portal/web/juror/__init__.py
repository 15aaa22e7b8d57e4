"""The pages of jurors."""

from contest_portal.web.juror import contests as contests
from contest_portal.web.juror import groups as groups
from contest_portal.web.juror import interests as interests
from contest_portal.web.juror import sheets as sheets
