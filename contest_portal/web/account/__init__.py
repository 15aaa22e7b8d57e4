"""Signing in and out, the own account, the accounts of all."""

from contest_portal.web.account import document_texts as document_texts
from contest_portal.web.account import emergencies as emergencies
from contest_portal.web.account import invitations as invitations
from contest_portal.web.account import office_logo as office_logo
from contest_portal.web.account import own_account as own_account
from contest_portal.web.account import power as power
from contest_portal.web.account import second_factor as second_factor
from contest_portal.web.account import sign_in as sign_in
from contest_portal.web.account import users as users
