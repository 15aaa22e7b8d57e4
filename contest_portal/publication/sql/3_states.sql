-- Cada versión de las bases después de la primera es la de su enmienda, publicada y sin saltos.
select 'contest.amendments_follow', 'contest_rulebook:' || r.id
from v_contest_rulebook r
left join v_amendment a on a.rulebook_id = r.id and a.contest_id = r.contest_id and a.data = r.data
left join v_contest_rulebook p on p.contest_id = r.contest_id and p.version = r.version - 1
where r.version > 1 and (p.id is null or a.id is null or a.number <> p.version);

-- Todo concurso publicado tiene sus bases congeladas y al menos un sobre.
select 'contest.rules_frozen', 'contest:' || c.id
from v_contest c where c.state <> 'draft'
and (not exists (select 1 from v_contest_rulebook b where b.contest_id = c.id)
  or not exists (select 1 from v_envelope e where e.contest_id = c.id));

-- Un concurso está repartido si y solo si tiene un reparto aprobado, y uno solo.
select 'contest.allocated_once', 'contest:' || c.id
from v_contest c left join v_allocation_run r on r.contest_id = c.id and r.state = 'approved'
group by c.id, c.state
having count(r.id) <> case when c.state in ('allocated', 'announced') then 1 else 0 end;

-- Un concurso anunciado tiene fecha de anuncio, acta y resolución vigentes, y los demás no tienen fecha.
select 'contest.announced_with_documents', 'contest:' || c.id
from v_contest c where (c.state = 'announced') <> (c.announced_at is not null)
or (c.state = 'announced' and (
  select count(distinct d.kind) from v_document d where d.subject = 'contest:' || c.id
  and d.kind in ('acta', 'resolution') and d.state = 'issued' and d.file_sha256 is not null) <> 2);

-- Toda notificación vigente de un resultado es de un concurso anunciado, una por solicitud.
select 'notice.of_announced', 'document:' || max(d.id)
from v_document d join v_application p on d.subject = 'application:' || p.id join v_contest c on c.id = p.contest_id
where d.kind = 'result_notice' and d.state = 'issued'
group by d.subject, c.state having c.state <> 'announced' or count(*) > 1;

-- Si el resultado de un concurso se notificó, se notificó a cada grupo de su reparto.
select 'notice.to_every_group', 'application:' || l.application_id
from v_allocation_line l join v_allocation_run r on r.id = l.run_id and r.state = 'approved'
where exists (select 1 from v_application p join v_document d on d.subject = 'application:' || p.id
    and d.kind = 'result_notice' and d.state = 'issued' where p.contest_id = r.contest_id)
  and not exists (select 1 from v_document d where d.subject = 'application:' || l.application_id
    and d.kind = 'result_notice' and d.state = 'issued');

-- En un concurso repartido todo perfil enviado está en el cuadro de mérito y en el reparto aprobado.
select 'ranking.complete', 'application:' || p.id
from v_application p join v_contest c on c.id = p.contest_id
left join v_ranking_line k on k.application_id = p.id
left join v_allocation_run r on r.contest_id = c.id and r.state = 'approved'
left join v_allocation_line l on l.run_id = r.id and l.application_id = p.id
where p.state = 'submitted' and c.state in ('allocated', 'announced') and (k.id is null or l.id is null);

-- Ningún perfil se recibió fuera de plazo.
select 'application.in_the_window', 'application:' || p.id
from v_application p join v_contest c on c.id = p.contest_id
where p.state <> 'draft' and (p.submitted_at is null or p.submitted_at < c.opens_at
  or p.submitted_at >= c.closes_at)
  and not exists (select 1 from v_late_code k where k.contest_id = c.id and k.group_id = p.group_id
    and k.state = 'used' and p.submitted_at < k.valid_until);

-- Todo perfil enviado conserva el contenido cuya huella está en su constancia.
select 'application.receipt_has_content', 'application:' || p.id
from v_application p where p.state <> 'draft' and not exists (
  select 1 from v_application_version v
  where v.application_id = p.id and v.content_sha256 = p.content_sha256);

-- Los integrantes de cada perfil, con su hogar y su sexo, son los del contenido enviado con su huella.
select 'application.members_as_sent', 'application:' || p.id
from v_application p
join v_application_version v on v.application_id = p.id and v.content_sha256 = p.content_sha256
left join v_application_member m on m.application_id = p.id
where p.state = 'submitted'
group by p.id, v.content
having length(v.content) - length(replace(v.content, '"dni":"', '')) <> count(m.id) * 7
  or sum(case when replace(v.content, '{"centre_code":"' || m.centre_code || '","dni":"' || m.dni
    || '","full_name":"' || replace(replace(m.full_name, '\', '\\'), '"', '\"')
    || '","household_id":' || m.household_id || ',"office":"' || m.office || '","sex":"' || m.sex || '"}', '')
    = v.content then 1 else 0 end) > 0;

-- Solo un perfil enviado ocupa el lugar de un hogar.
select 'claim.of_a_sent_profile', 'household_claim:' || h.id
from v_household_claim h join v_application p on p.id = h.application_id
where p.state <> 'submitted' or p.contest_id <> h.contest_id;

-- Toda ficha definitiva tiene sello y hora, y ninguna en borrador los tiene.
select 'sheet.sealed', 'sheet:' || id
from v_sheet
where (state = 'final') <> (sealed_at is not null and sealed_sha256 is not null);

-- Toda observación a un resultado llegó dentro de su plazo, es de una solicitud de ese concurso y tiene su cargo.
select 'observation.in_the_window', 'observation:' || o.id
from v_observation o
left join v_application a on a.id = o.application_id and a.contest_id = o.contest_id
left join v_document d on d.id = o.document_id and d.kind = 'observation'
  and d.subject = 'application:' || o.application_id
where o.received_at < o.announced_at or o.received_at >= o.closes_at or a.id is null or d.id is null;

-- Toda observación respondida la propuso una persona y la decidió otra.
select 'observation.two_persons', 'observation:' || o.id
from v_observation o
where o.state in ('rejected', 'upheld') and (o.proposed_by is null or o.decided_by is null
  or o.proposed_by = o.decided_by or (o.outcome = 'uphold') <> (o.state = 'upheld'));

-- Lo que un acto dejó sin efecto no vale: su reparto está descartado y su resolución, anulada; lo dispuso otra persona.
select 'undone_result.set_aside', 'undone_result:' || u.id
from v_undone_result u
left join v_allocation_run r on r.id = u.run_id
where r.state <> 'discarded' or u.approved_by = u.undone_by or u.asked_by = u.undone_by or exists (
  select 1 from v_document d where d.subject = 'contest:' || u.contest_id and d.kind = 'resolution'
  and d.state = 'issued' and d.issued_at < u.undone_at);

-- Los premios y los llamados que dejaron de valer son los de un reparto que un acto dejó sin efecto; ninguno conserva un
-- convenio o una carta vigente, ni dinero en manos del grupo.
select 'undone_award.ended', 'award:' || a.id
from v_undone_award a
left join v_undone_result u on u.run_id = a.run_id and u.contest_id = a.contest_id
left join v_follow_up f on f.award_id = a.id
where u.id is null or f.state <> 'annulled' or f.paid <> f.returned or exists (
  select 1 from v_document d where d.subject = 'award:' || a.id and d.kind = 'agreement' and d.state = 'issued')
union all
select 'undone_award.ended', 'reserve_call:' || c.id
from v_undone_call c
left join v_undone_result u on u.run_id = c.run_id and u.contest_id = c.contest_id
left join v_document d on d.id = c.document_id
where u.id is null or d.state = 'issued';
