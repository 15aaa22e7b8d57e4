-- Quien gana envió su perfil, está en el cuadro de mérito y aprobó.
select 'award.winner_passed', 'award:' || a.id
from v_award a join v_application p on p.id = a.application_id
left join v_ranking_line k on k.application_id = p.id and k.contest_id = a.contest_id
where a.state <> 'void' and (p.state <> 'submitted' or p.contest_id <> a.contest_id
  or k.id is null or k.standing <> 'passed' or k.category_code <> p.category_code);

-- Nadie que aprobó queda detrás de un ganador de peor puesto sin una razón registrada.
select 'ranking.nobody_passed_over', 'application:' || lo.application_id
from v_ranking_line lo
join v_ranking_line hi on hi.contest_id = lo.contest_id and hi.category_code = lo.category_code
  and hi.place > lo.place
join v_award w on w.application_id = hi.application_id and w.state <> 'void'
left join v_award mine on mine.application_id = lo.application_id
left join v_allocation_line l on l.run_id = w.run_id and l.application_id = lo.application_id
  and l.outcome = 'reserve'
where lo.standing = 'passed' and mine.id is null and l.id is null
group by lo.application_id;

-- El reparto aprobado siguió los puestos del cuadro de mérito, que nadie cambió después.
select 'ranking.as_allocated', 'application:' || l.application_id
from v_allocation_line l
join v_allocation_run r on r.id = l.run_id and r.state = 'approved'
left join v_ranking_line k on k.application_id = l.application_id and k.contest_id = r.contest_id
where k.id is null or coalesce(k.place, 0) <> coalesce(l.place, 0);

-- La lista de reserva va de uno en uno y sigue el orden de mérito.
select 'run.reserve_order', 'allocation_run:' || run_id || '/' || envelope_code
from v_allocation_line where outcome = 'reserve'
group by run_id, envelope_code
having max(reserve_order) <> count(*) or min(reserve_order) <> 1
  or count(distinct reserve_order) <> count(*)
union
select 'run.reserve_order', 'allocation_run:' || x.run_id || '/' || x.category_code
from v_allocation_line x join v_allocation_line y
  on y.run_id = x.run_id and y.envelope_code = x.envelope_code
  and y.category_code = x.category_code and y.outcome = 'reserve'
where x.outcome = 'reserve' and x.reserve_order < y.reserve_order and x.place >= y.place;

-- Quien propone un reparto no lo aprueba.
select 'run.two_persons', 'allocation_run:' || id
from v_allocation_run
where state = 'approved' and (approved_by is null or approved_by = proposed_by);

-- Un reparto aprobado tiene todos los pasos de sus bases; el último es de quien figura como quien lo aprobó.
select 'run.every_step', 'allocation_run:' || r.id
from v_allocation_run r join v_contest c on c.id = r.contest_id
left join v_allocation_approval a on a.run_id = r.id and a.outcome = 'approved'
where r.state = 'approved'
group by r.id, c.approval_steps
having count(a.id) <> c.approval_steps or count(distinct a.step) <> c.approval_steps
  or max(a.step) <> c.approval_steps
  or sum(case when a.step = c.approval_steps and a.decided_by = r.approved_by then 1 else 0 end) <> 1;

-- Cada paso de la aprobación de un reparto lo decidió una persona distinta, y ninguna es quien lo propuso.
select 'run.steps_by_others', 'allocation_run:' || r.id
from v_allocation_run r join v_allocation_approval a on a.run_id = r.id
group by r.id, r.proposed_by
having count(distinct a.decided_by) <> count(*)
  or sum(case when a.decided_by = r.proposed_by then 1 else 0 end) > 0;

-- Lo decidido en cada paso lleva las huellas de los datos y del resultado de su reparto.
select 'run.steps_of_its_hash', 'allocation_approval:' || a.id
from v_allocation_approval a join v_allocation_run r on r.id = a.run_id
where a.inputs_sha256 <> r.inputs_sha256 or a.result_sha256 <> r.result_sha256;

-- Ningún hogar está en dos grupos de un concurso que admite uno solo.
select 'household.one_group', 'contest:' || p.contest_id || '/household:' || m.household_id
from v_application p
join v_application_member m on m.application_id = p.id
join v_contest c on c.id = p.contest_id and c.one_group_per_household
where p.state = 'submitted'
group by p.contest_id, m.household_id having count(distinct p.group_id) > 1;

-- Ninguna persona está en dos grupos de un mismo concurso.
select 'person.one_group', 'contest:' || p.contest_id || '/person:' || m.person_id
from v_application p
join v_application_member m on m.application_id = p.id
where p.state = 'submitted'
group by p.contest_id, m.person_id having count(distinct p.group_id) > 1;

-- Ninguna ficha definitiva es de un jurado que se abstuvo, de otro concurso o de otra fase.
select 'sheet.no_recused_juror', 'sheet:' || s.id
from v_sheet s join v_juror j on j.id = s.juror_id
join v_application p on p.id = s.application_id
left join v_interest i on i.juror_id = s.juror_id and i.application_id = s.application_id and i.recused
where s.state = 'final' and (i.id is not null or j.contest_id <> p.contest_id
  or ((',' || j.phases || ',') not like ('%,' || s.phase_code || ',%') and not (j.phases <> '' and exists (
    select 1 from v_second_scoring n where n.application_id = s.application_id
    and (',' || n.phases || ',') like ('%,' || s.phase_code || ',%')))));

-- Ningún jurado es socio de un grupo del concurso.
select 'juror.no_member', 'juror:' || j.id
from v_juror j join v_application p on p.contest_id = j.contest_id and p.state = 'submitted'
join v_application_member m on m.application_id = p.id
where m.person_id = j.person_id or m.dni = j.dni;
