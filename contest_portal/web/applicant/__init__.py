"""The pages of applicants."""

from contest_portal.web.applicant import amendment_notices as amendment_notices
from contest_portal.web.applicant import applications as applications
from contest_portal.web.applicant import attachments as attachments
from contest_portal.web.applicant import autosave as autosave
from contest_portal.web.applicant import awards as awards
from contest_portal.web.applicant import cure as cure
from contest_portal.web.applicant import deeds as deeds
from contest_portal.web.applicant import groups as groups
from contest_portal.web.applicant import home as home
from contest_portal.web.applicant import late_codes as late_codes
from contest_portal.web.applicant import member_requests as member_requests
from contest_portal.web.applicant import members as members
from contest_portal.web.applicant import observations as observations
from contest_portal.web.applicant import opening as opening
from contest_portal.web.applicant import promoters as promoters
from contest_portal.web.applicant import questions as questions
from contest_portal.web.applicant import readings as readings
from contest_portal.web.applicant import receipts as receipts
from contest_portal.web.applicant import result_papers as result_papers
from contest_portal.web.applicant import sections as sections
from contest_portal.web.applicant import uploads as uploads
