-- Lo transferido, rendido y devuelto de cada premio es la suma de sus líneas vigentes.
select 'follow_up.counters', 'follow_up:' || u.id
from v_follow_up u
where u.paid <> (select coalesce(sum(i.amount), 0) from v_instalment i
    where i.follow_up_id = u.id and i.state = 'paid')
  or u.accounted <> (select coalesce(sum(e.amount), 0) from v_expense e
    where e.follow_up_id = u.id and e.voided_at is null)
  or u.returned <> (select coalesce(sum(r.amount), 0) from v_award_return r
    where r.follow_up_id = u.id and r.voided_at is null);

-- Lo que un premio devuelve a su sobre es lo que no se le transfirió, y está liquidado.
select 'award_release.of_settled', 'award_release:' || r.id
from v_award_release r join v_follow_up u on u.id = r.follow_up_id
where u.state not in ('settled', 'closed') or r.amount <> u.amount - u.paid;

-- Donde las bases piden calificar el avance, la segunda transferencia descansa en un puntaje que aprobó.
select 'second_scoring.before_transfer', 'instalment:' || i.id
from v_instalment i join v_follow_up u on u.id = i.follow_up_id join v_award a on a.id = u.award_id
join v_contest c on c.id = a.contest_id and c.scores_progress
left join v_second_scoring s on s.application_id = a.application_id and s.state = 'closed' and s.passed
where i.number > 1 and i.state <> 'planned' and s.id is null;

-- Solo se califica el avance de un premio que recibió su primera transferencia.
select 'second_scoring.of_paid_award', 'second_scoring:' || s.id
from v_second_scoring s
left join v_award a on a.application_id = s.application_id and a.state <> 'void'
left join v_follow_up u on u.award_id = a.id
left join v_instalment i on i.follow_up_id = u.id and i.number = 1 and i.state = 'paid'
where s.state <> 'cancelled' and i.id is null;

-- Toda calificación del avance cerrada tiene su acta vigente, y toda acta vigente su calificación cerrada.
select 'second_scoring.with_acta', 'second_scoring:' || s.id
from v_second_scoring s
left join v_document d on d.id = s.acta_id and d.kind = 'second_acta' and d.state = 'issued'
where s.state = 'closed' and d.id is null
union
select 'second_scoring.with_acta', 'document:' || d.id
from v_document d left join v_second_scoring s on s.acta_id = d.id and s.state = 'closed'
where d.kind = 'second_acta' and d.state = 'issued' and s.id is null;

-- Una calificación del avance cerrada no tiene fichas en borrador.
select 'second_scoring.final_sheets', 'sheet:' || t.id
from v_sheet t join v_second_scoring s on s.application_id = t.application_id and s.state = 'closed'
  and s.total_numerator is not null
join v_juror j on j.id = t.juror_id
left join v_interest n on n.juror_id = t.juror_id and n.application_id = t.application_id and n.recused
left join v_juror_absence x on x.juror_id = t.juror_id
where (',' || s.phases || ',') like ('%,' || t.phase_code || ',%') and t.state <> 'final'
  and n.id is null and x.id is null;

-- Quien propone, quien aprueba y quien paga un premio son personas distintas, tengan las funciones que tengan.
select 'award.three_hands', 'award:' || x.award_id
from v_award_hand x join v_award_hand y on y.award_id = x.award_id and y.person = x.person and y.part > x.part
group by x.award_id;
