-- Los montos adjudicados no superan el fondo.
select 'fund.awards_within', 'fund:' || f.id
from v_fund f join v_contest c on c.fund_id = f.id
join v_award a on a.contest_id = c.id and a.state <> 'void'
group by f.id, f.amount having sum(a.amount) > f.amount;

-- Los sobres de los concursos de un fondo no superan lo reservado, ni lo reservado el fondo.
select 'fund.envelopes_within', 'fund:' || f.id
from v_fund f left join v_contest c on c.fund_id = f.id
left join v_envelope e on e.contest_id = c.id
group by f.id, f.amount, f.reserved
having coalesce(sum(e.amount), 0) > f.reserved or f.reserved > f.amount;

-- Los montos adjudicados no superan su sobre.
select 'envelope.awards_within', 'envelope:' || e.id
from v_envelope e join v_award a on a.envelope_id = e.id and a.state <> 'void'
group by e.id, e.amount having sum(a.amount) > e.amount;

-- Lo comprometido de cada sobre es la suma de sus adjudicaciones vigentes, menos lo que se liquidó sin
-- transferir, más lo ofrecido a la reserva.
select 'envelope.committed_is_awarded', 'envelope:' || e.id
from v_envelope e left join v_award a on a.envelope_id = e.id and a.state <> 'void'
left join v_follow_up u on u.award_id = a.id left join v_award_release r on r.follow_up_id = u.id
group by e.id, e.committed
having e.committed <> coalesce(sum(a.amount), 0) - coalesce(sum(r.amount), 0) + coalesce((
  select sum(c.amount) from v_reserve_call c where c.envelope_id = e.id and c.state = 'called'), 0);

-- Cada adjudicación es positiva y no supera lo solicitado.
select 'award.within_request', 'award:' || a.id
from v_award a join v_application p on p.id = a.application_id
where a.state <> 'void' and (a.amount <= 0 or a.amount > p.requested);

-- Bienes y asistencia técnica suman lo adjudicado.
select 'award.parts_add_up', 'award:' || id
from v_award where goods + assistance <> amount or goods < 0 or assistance < 0;

-- Ningún perfil tiene dos adjudicaciones vigentes.
select 'award.once', 'application:' || application_id
from v_award where state <> 'void' group by application_id having count(*) > 1;

-- Cada adjudicación es la de su línea en el reparto aprobado, o la de un llamado a la reserva que se aceptó.
select 'award.as_approved', 'award:' || a.id
from v_award a
left join v_allocation_line l on l.run_id = a.run_id and l.application_id = a.application_id
left join v_allocation_run r on r.id = a.run_id and r.contest_id = a.contest_id and r.state = 'approved'
left join v_envelope e on e.id = a.envelope_id and e.contest_id = a.contest_id
left join v_reserve_call c on c.award_id = a.id and c.state = 'accepted' and c.amount = a.amount
  and c.application_id = a.application_id and c.envelope_id = a.envelope_id
where l.id is null or r.id is null or e.id is null
  or (c.id is null and (l.outcome <> 'awarded' or l.amount <> a.amount or l.envelope_code <> e.category_code))
  or (c.id is not null and l.outcome <> 'reserve');

-- Los beneficios que cuentan para otro concurso son las adjudicaciones vigentes ya anunciadas.
select 'benefit.of_announced_awards', 'application:' || a.application_id
from v_award a join v_contest c on c.id = a.contest_id
left join v_benefit b on b.application_id = a.application_id
where a.state <> 'void' and c.announced_at is not null and (b.amount is null or b.amount <> a.amount)
union all
select 'benefit.of_announced_awards', 'application:' || b.application_id
from v_benefit b
left join v_award a on a.application_id = b.application_id and a.state <> 'void'
left join v_contest c on c.id = a.contest_id and c.announced_at is not null
where c.id is null;

-- Cada línea adjudicada de un reparto aprobado tiene su adjudicación.
select 'run.awards_granted', 'allocation_line:' || l.id
from v_allocation_line l join v_allocation_run r on r.id = l.run_id and r.state = 'approved'
left join v_award a on a.run_id = l.run_id and a.application_id = l.application_id
where l.outcome = 'awarded' and a.id is null;

-- En cada reparto vigente, lo adjudicado y el último saldo suman lo que tenía el sobre: al proponerlo, más lo que le
-- subió; una vez aprobado, que ya se movió, más lo que él subió.
select 'run.every_centimo', 'allocation_run:' || l.run_id || '/' || l.envelope_code
from v_allocation_line l
join v_allocation_run r on r.id = l.run_id and r.state <> 'discarded'
join v_envelope e on e.contest_id = r.contest_id and e.category_code = l.envelope_code
group by l.run_id, l.envelope_code, e.id, e.amount, r.state
having sum(l.amount) + min(l.balance) <> e.amount - coalesce((
  select sum(case when m.target_id = e.id then m.amount else -m.amount end) from v_envelope_move m
  where m.run_id = l.run_id and e.id in (m.source_id, m.target_id)), 0) + coalesce((
  select sum(s.amount) from v_allocation_spill s where s.run_id = l.run_id
  and e.id = case when r.state = 'approved' then s.source_id else s.target_id end), 0) - coalesce((
  select sum(case when u.target_id = e.id then u.amount else -u.amount end) from v_reserve_rise u
  where u.run_id = l.run_id and e.id in (u.source_id, u.target_id)), 0);

-- Cada sobre tiene lo que le dan las bases más lo que le trajeron los traslados y lo que le subió de los sobres de
-- dentro en el reparto aprobado y con los llamados de la reserva, menos lo que se llevaron y lo que subió de él.
select 'envelope.amount_explained', 'envelope:' || e.id
from v_envelope e
where e.amount <> e.by_rules + coalesce((
  select sum(case when m.target_id = e.id then m.amount else -m.amount end) from v_envelope_move m
  where m.state = 'approved' and e.id in (m.source_id, m.target_id)), 0) + coalesce((
  select sum(case when s.target_id = e.id then s.amount else -s.amount end) from v_allocation_spill s
  join v_allocation_run r on r.id = s.run_id and r.state = 'approved'
  where e.id in (s.source_id, s.target_id)), 0) + coalesce((
  select sum(case when u.target_id = e.id then u.amount else -u.amount end) from v_reserve_rise u
  where e.id in (u.source_id, u.target_id)), 0);

-- Lo que sube para un llamado viene de otro sobre del mismo concurso y no pasa de lo que se ofrece.
select 'reserve_rise.of_the_call', 'reserve_call:' || c.id
from v_reserve_rise u join v_reserve_call c on c.id = u.call_id
join v_envelope t on t.id = u.target_id
left join v_envelope s on s.id = u.source_id and s.contest_id = t.contest_id and s.id <> t.id
group by c.id, c.amount having count(s.id) < count(*) or sum(u.amount) > c.amount;

-- Lo que sube de un sobre en un reparto es todo lo que quedaba después de sus pasos, y va a otro sobre del concurso.
select 'allocation_spill.all_that_was_left', 'allocation_spill:' || s.id
from v_allocation_spill s join v_allocation_run r on r.id = s.run_id
left join v_envelope e on e.id = s.source_id and e.contest_id = r.contest_id
left join v_envelope t on t.id = s.target_id and t.contest_id = r.contest_id
where e.id is null or t.id is null or s.amount <> coalesce((
  select min(l.balance) from v_allocation_line l where l.run_id = s.run_id and l.envelope_code = e.category_code),
  s.amount) or exists (
  select 1 from v_allocation_line l where l.run_id = s.run_id and l.step > s.step
  and l.envelope_code = e.category_code);

-- Cada traslado aprobado es de sobres de su concurso, lo decidieron dos personas y su acto está vigente.
select 'envelope_move.with_act', 'envelope_move:' || m.id
from v_envelope_move m left join v_document d on d.id = m.document_id
  and d.kind = 'envelope_move' and d.state = 'issued' and d.subject = 'contest:' || m.contest_id
left join v_envelope s on s.id = m.source_id left join v_envelope t on t.id = m.target_id
where (m.state = 'approved' and (d.id is null or m.decided_by = m.proposed_by))
  or coalesce(s.contest_id, m.contest_id) <> m.contest_id
  or coalesce(t.contest_id, m.contest_id) <> m.contest_id;

-- Nadie de la reserva se llama antes que otro de mejor orden, salvo que la regla lo pase por alto. Donde hay otros
-- sobres que los de las categorías, quién es el siguiente depende del sobre que llama.
select 'reserve_call.in_order', 'reserve_call:' || c.id
from v_reserve_call c
join v_allocation_run r on r.id = c.run_id and r.rule in ('merit_order', 'merit_order_partial')
join v_allocation_line l on l.run_id = c.run_id and l.application_id = c.application_id
join v_allocation_line b on b.run_id = l.run_id and b.category_code = l.category_code
  and l.pot_code = ''
  and b.outcome = 'reserve' and b.reserve_order < l.reserve_order
left join v_reserve_call d on d.application_id = b.application_id and d.state <> 'discarded'
where c.state <> 'discarded' and d.id is null;

-- Todo llamado es a un grupo de la lista de reserva, con su carta vigente desde que se le llamó.
select 'reserve_call.of_the_list', 'reserve_call:' || c.id
from v_reserve_call c
left join v_allocation_line l on l.run_id = c.run_id and l.application_id = c.application_id
  and l.outcome = 'reserve' and c.amount <= l.requested
left join v_document d on d.id = c.document_id and d.kind = 'reserve_call' and d.state = 'issued'
  and d.subject = 'application:' || c.application_id
where l.id is null or (c.state not in ('proposed', 'discarded') and d.id is null);

-- Todo monto es un número entero de céntimos.
select 'money.whole_centimos', 'fund:' || id
from v_fund where amount <> cast(amount as bigint)
  or reserved <> cast(reserved as bigint)
union all
select 'money.whole_centimos', 'envelope:' || id
from v_envelope where amount <> cast(amount as bigint)
  or committed <> cast(committed as bigint)
union all
select 'money.whole_centimos', 'application:' || id
from v_application where requested <> cast(requested as bigint)
union all
select 'money.whole_centimos', 'award:' || id
from v_award where amount <> cast(amount as bigint)
  or goods <> cast(goods as bigint) or assistance <> cast(assistance as bigint)
union all
select 'money.whole_centimos', 'allocation_line:' || id
from v_allocation_line where amount <> cast(amount as bigint)
  or balance <> cast(balance as bigint) or requested <> cast(requested as bigint);
