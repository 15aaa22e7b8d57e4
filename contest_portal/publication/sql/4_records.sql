-- Ningún número de documento se repite en su serie.
select 'document.unique_number', 'series:' || series_id || '/' || number
from v_document group by series_id, number having count(*) > 1;

-- Ningún número, como está escrito, lo llevan dos documentos.
select 'document.unique_code', 'document:' || max(id) from v_document group by code having count(*) > 1;

-- Los números de cada serie van del uno al último sin saltos.
select 'document.no_gap', 'series:' || s.id
from v_series s left join v_document d on d.series_id = s.id group by s.id, s.last
having coalesce(max(d.number), 0) <> s.last or count(distinct d.number) <> s.last;

-- Un documento se imprime con un texto de su unidad y su clase que ya estaba en vigor al emitirse.
select 'document.text_in_force', 'document:' || d.id
from v_document d join v_series s on s.id = d.series_id
where d.text_id is not null and not exists (
  select 1 from v_document_text t where t.id = d.text_id and t.office_id = s.office_id and t.kind = d.kind
  and t.body is not null and t.published_at <= d.issued_at);

-- Cada registro de auditoría sigue al anterior y el último es la cabeza de la cadena.
select 'audit.chain', 'audit:' || seq
from (
  select seq, prev_hash, lag(hash) over (order by seq) as hash_before,
    lag(seq) over (order by seq) as seq_before from v_audit) t
where (seq_before is not null and (prev_hash <> hash_before or seq <> seq_before + 1))
  or (seq_before is null and seq <> 1)
union
select 'audit.chain', 'audit:' || h.seq
from v_audit_head h left join v_audit a on a.seq = h.seq
where h.seq <> (select coalesce(max(seq), 0) from v_audit) or (h.seq > 0 and a.hash <> h.hash);

-- Cada reparto aprobado con sus pasos, cada anuncio y cada documento emitido está en la auditoría.
select 'audit.decisions_recorded', 'allocation_run:' || r.id
from v_allocation_run r where r.state = 'approved' and not exists (
  select 1 from v_audit a where a.action = 'allocation.approved' and a.subject = 'contest:' || r.contest_id
  and a.actor_id = r.approved_by)
union all
select 'audit.decisions_recorded', 'allocation_approval:' || p.id
from v_allocation_approval p join v_allocation_run r on r.id = p.run_id
where not exists (
  select 1 from v_audit a where a.subject = 'contest:' || r.contest_id and a.actor_id = p.decided_by
  and a.action in ('allocation.approved', 'allocation.step_approved', 'allocation.refused'))
union all
select 'audit.decisions_recorded', 'contest:' || c.id
from v_contest c where c.state = 'announced' and not exists (
  select 1 from v_audit a where a.action = 'result.announced' and a.subject = 'contest:' || c.id)
union all
select 'audit.decisions_recorded', 'document:' || d.id
from v_document d where not exists (
  select 1 from v_audit a where a.action = 'document.issued' and a.subject = 'document:' || d.id);

-- El sello de toda ficha definitiva es el último que la auditoría anotó de ella, o vino entre las de un archivo que anotó.
select 'audit.seals_recorded', s.subject
from (select 'sheet:' || id as subject, sealed_sha256 from v_sheet where state = 'final') s
join (select subject, max(seq) as seq from v_audit_seal group by subject) l on l.subject = s.subject
join v_audit_seal r on r.seq = l.seq
where replace(r.data, '"seal":"' || s.sealed_sha256 || '"', '') = r.data
union all
select 'audit.seals_recorded', u.subject
from (
  select s.subject, p.contest_id, count(*) over (partition by p.contest_id) as many
  from (select 'sheet:' || id as subject, application_id from v_sheet where state = 'final') s
  join v_application p on p.id = s.application_id
  left join (select distinct subject from v_audit_seal) n on n.subject = s.subject
  where n.subject is null) u
where not exists (
  select 1 from v_audit_import i where i.subject = 'contest:' || u.contest_id
  and replace(i.data, '"sheets":' || u.many || ',', '') <> i.data);

-- Un acceso de emergencia lo confirmó otra persona que quien lo pidió, y la auditoría dice quién.
select 'emergency.two_persons', 'emergency_access:' || e.id
from v_emergency_access e
left join v_audit a on a.action = 'emergency.confirmed' and a.subject = 'emergency:' || e.id
  and a.actor_id = e.confirmed_by
where e.confirmed_at is not null and (e.confirmed_by is null or e.confirmed_by = e.user_id or a.seq is null);

-- Todo acto de dos personas lo confirmó otra que quien lo pidió, y la auditoría dice quiénes.
select 'joint_act.two_persons', 'joint_act:' || j.id
from v_joint_act j
left join v_audit a on a.action = 'joint_act.asked' and a.subject = j.subject and a.actor_id = j.asked_by
left join v_audit b on b.action = 'joint_act.confirmed' and b.subject = j.subject and b.actor_id = j.decided_by
where j.state = 'done' and (j.decided_by is null or j.decided_by = j.asked_by or a.seq is null or b.seq is null);
