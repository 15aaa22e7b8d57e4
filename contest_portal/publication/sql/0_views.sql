-- What the queries of the other files read: a fixed set of columns, whatever the tables become. When a table changes,
-- its view here is made to say the same as before, and no query changes.
-- All are temporary: they live in one connection, nothing is written to the database, and no migration trips over them.
-- By hand, over a database of either kind (nothing is printed when everything holds):
--   cat contest_portal/publication/sql/*.sql | sqlite3 -readonly portal.sqlite
--   cat contest_portal/publication/sql/*.sql | psql -qAt -F '|' -v ON_ERROR_STOP=1 DATABASE

create temporary view v_fund as
select id, amount, reserved from fund;

-- closes_at: with the grace of the rules; whether households may be in one group only; whether progress is scored; how
-- many steps approve an allocation, which no amendment changes
create temporary view v_contest as
select c.id, c.fund_id, c.state, c.opens_at, coalesce(c.grace_until, c.closes_at) as closes_at, c.announced_at,
  exists (select 1 from contest_rulebook b where b.contest_id = c.id
    and b.data like '%"one_group_per_household"_true%') as one_group_per_household,
  exists (select 1 from contest_rulebook b where b.contest_id = c.id and b.data like '%"second"_{"pass_mark"%'
    and b.version = (select max(n.version) from contest_rulebook n where n.contest_id = c.id)) as scores_progress,
  (select case when b.data like '%"approver":"%' then (length(b.data) - length(replace(b.data, '"approver":"', ''))) / 12
    else 1 end from contest_rulebook b where b.contest_id = c.id and b.version = 1) as approval_steps
from contest c;

create temporary view v_contest_rulebook as
select id, contest_id, version, data from contest_rulebook;

create temporary view v_amendment as
select id, contest_id, number, rulebook_id, data from amendment;

create temporary view v_envelope as
select id, contest_id, category_code, amount, by_rules, committed from envelope;

create temporary view v_envelope_move as
select id, contest_id, source_id, target_id, amount, state, run_id, proposed_by, decided_by, document_id
from envelope_move;

create temporary view v_reserve_call as
select id, run_id, application_id, envelope_id, award_id, document_id, state, amount from reserve_call
where standing = 'live';

create temporary view v_reserve_rise as
select r.id, r.call_id, r.source_id, c.envelope_id as target_id, r.amount, c.run_id
from reserve_rise r join reserve_call c
  on c.id = r.call_id and c.standing = 'live' and c.state not in ('proposed', 'discarded');

create temporary view v_observation as
select id, contest_id, application_id, state, announced_at, received_at, closes_at, proposed_by, decided_by, outcome,
  document_id, answer_id
from observation;

create temporary view v_undone_result as
select id, contest_id, run_id, approved_by, asked_by, undone_by, undone_at from undone_result;

create temporary view v_application as
select id, contest_id, group_id, state, category_code, requested, submitted_at, content_sha256 from application;

create temporary view v_application_version as
select id, application_id, content, content_sha256 from application_version;

create temporary view v_application_member as
select id, application_id, person_id, household_id, centre_code, dni, full_name, sex, office from application_member;

create temporary view v_household_claim as
select id, contest_id, household_id, application_id from household_claim;

create temporary view v_late_code as
select id, contest_id, group_id, state, valid_until from late_code;

create temporary view v_juror as
select id, contest_id, person_id, dni, phases from juror;

create temporary view v_juror_absence as
select id, juror_id from juror_absence;

create temporary view v_interest as
select id, juror_id, application_id, recused from interest;

create temporary view v_sheet as
select id, juror_id, application_id, phase_code, state, sealed_at, sealed_sha256 from sheet;

create temporary view v_ranking_line as
select id, contest_id, application_id, category_code, standing, place from ranking_line;

create temporary view v_allocation_run as
select id, contest_id, rule, state, proposed_by, approved_by, inputs_sha256, result_sha256 from allocation_run;

create temporary view v_allocation_approval as
select id, run_id, step, outcome, decided_by, inputs_sha256, result_sha256 from allocation_approval;

create temporary view v_allocation_line as
select id, run_id, application_id, category_code, step, place, outcome, requested, amount, balance, reserve_order, pot_code,
  case when pot_code = '' then category_code else pot_code end as envelope_code
from allocation_line;

create temporary view v_allocation_spill as
select id, run_id, step, source_id, target_id, amount from allocation_spill;

create temporary view v_award as
select id, run_id, contest_id, application_id, envelope_id, state, amount, goods, assistance from award
where standing = 'live';

-- awards and calls of results that an act set aside
create temporary view v_undone_award as
select id, run_id, contest_id from award where standing = 'undone';

create temporary view v_undone_call as
select id, run_id, contest_id, document_id from reserve_call where standing = 'undone';

create temporary view v_joint_act as
select id, kind, subject, state, asked_by, decided_by from joint_act;

create temporary view v_benefit as
select application_id, amount from benefit;

create temporary view v_follow_up as
select id, award_id, state, amount, paid, accounted, returned from follow_up;

create temporary view v_instalment as
select id, follow_up_id, number, amount, state from instalment;

create temporary view v_award_hand as
select a.id as award_id, 'proposed' as part, r.proposed_by as person
from award a join allocation_run r on r.id = a.run_id
union select a.id, 'approved', r.approved_by from award a join allocation_run r on r.id = a.run_id
union select a.id, 'approved', s.decided_by
from award a join allocation_approval s on s.run_id = a.run_id and s.outcome = 'approved'
union select award_id, 'proposed', proposed_by from reserve_call where award_id is not null
union select award_id, 'approved', called_by from reserve_call where award_id is not null
union select u.award_id, 'proposed', i.proposed_by from instalment i join follow_up u on u.id = i.follow_up_id
union select u.award_id, 'approved', i.approved_by from instalment i join follow_up u on u.id = i.follow_up_id
union select u.award_id, 'paid', i.paid_by from instalment i join follow_up u on u.id = i.follow_up_id;

create temporary view v_expense as
select id, follow_up_id, amount, voided_at from expense;

create temporary view v_award_return as
select id, follow_up_id, amount, voided_at from award_return;

create temporary view v_award_release as
select id, follow_up_id, amount from award_release;

create temporary view v_second_scoring as
select id, application_id, phases, state, acta_id, passed, total_numerator from second_scoring;

create temporary view v_series as
select id, last, office_id from series;

create temporary view v_document as
select id, series_id, number, code, kind, subject, state, file_sha256, issued_at, text_id from document;

create temporary view v_document_text as
select id, office_id, kind, number, body, published_at from document_text;

create temporary view v_emergency_access as
select id, user_id, contest_id, role, hours, confirmed_by, confirmed_at, ends_at, ended_at from emergency_access;

create temporary view v_audit as
select seq, actor_id, action, subject, prev_hash, hash from audit;

-- what the log says of the seals of sheets
create temporary view v_audit_seal as
select seq, subject, data from audit where action = 'sheet.finalised';

-- what it says of contests that were brought in from a file, with all of their sheets
create temporary view v_audit_import as
select seq, subject, data from audit where action = 'contest.imported';

create temporary view v_audit_head as
select seq, hash from audit_head;
