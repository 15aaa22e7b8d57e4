"""The pages for anyone."""

from contest_portal.web.public import calls as calls
from contest_portal.web.public import hall as hall
from contest_portal.web.public import health as health
from contest_portal.web.public import home as home
from contest_portal.web.public import log as log
from contest_portal.web.public import reports as reports
from contest_portal.web.public import result_check as result_check
from contest_portal.web.public import results as results
from contest_portal.web.public import stamps as stamps
from contest_portal.web.public import verification as verification
from contest_portal.web.public import versions as versions
