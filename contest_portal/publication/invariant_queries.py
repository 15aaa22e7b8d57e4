"""The invariants of the house as queries over its tables. Money first, then persons, states, documents, the chain."""

from dataclasses import dataclass

from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule that holds at any moment: its code, the sentence, and the query of what breaks it."""

    code: str
    sentence: str
    sql: str


_MONEY = (
    Invariant(
        "fund.awards_within",
        N_("Los montos adjudicados no superan el fondo."),
        """
        select f.id from fund f join contest c on c.fund_id = f.id
        join award a on a.contest_id = c.id and a.state <> 'void'
        group by f.id, f.amount having sum(a.amount) > f.amount
        """,
    ),
    Invariant(
        "fund.envelopes_within",
        N_("Los sobres de los concursos de un fondo no superan lo reservado, ni lo reservado el fondo."),
        """
        select f.id from fund f left join contest c on c.fund_id = f.id
        left join envelope e on e.contest_id = c.id
        group by f.id, f.amount, f.reserved
        having coalesce(sum(e.amount), 0) > f.reserved or f.reserved > f.amount
        """,
    ),
    Invariant(
        "envelope.awards_within",
        N_("Los montos adjudicados no superan su sobre."),
        """
        select e.id from envelope e join award a on a.envelope_id = e.id and a.state <> 'void'
        group by e.id, e.amount having sum(a.amount) > e.amount
        """,
    ),
    Invariant(
        "envelope.committed_is_awarded",
        N_("Lo comprometido de cada sobre es la suma de sus adjudicaciones vigentes."),
        """
        select e.id from envelope e left join award a on a.envelope_id = e.id and a.state <> 'void'
        group by e.id, e.committed having e.committed <> coalesce(sum(a.amount), 0)
        """,
    ),
    Invariant(
        "award.within_request",
        N_("Cada adjudicación es positiva y no supera lo solicitado."),
        """
        select a.id from award a join application p on p.id = a.application_id
        where a.state <> 'void' and (a.amount <= 0 or a.amount > p.requested)
        """,
    ),
    Invariant(
        "award.parts_add_up",
        N_("Bienes y asistencia técnica suman lo adjudicado."),
        "select id from award where goods + assistance <> amount or goods < 0 or assistance < 0",
    ),
    Invariant(
        "award.once",
        N_("Ningún perfil tiene dos adjudicaciones vigentes."),
        "select application_id from award where state <> 'void' group by application_id having count(*) > 1",
    ),
    Invariant(
        "award.as_approved",
        N_("Cada adjudicación es la de su línea en el reparto aprobado."),
        """
        select a.id from award a
        left join allocation_line l on l.run_id = a.run_id and l.application_id = a.application_id
        left join allocation_run r on r.id = a.run_id and r.contest_id = a.contest_id and r.state = 'approved'
        left join envelope e on e.id = a.envelope_id and e.contest_id = a.contest_id
          and e.category_code = l.category_code
        where l.id is null or r.id is null or e.id is null or l.outcome <> 'awarded' or l.amount <> a.amount
        """,
    ),
    Invariant(
        "benefit.of_announced_awards",
        N_("Los beneficios que cuentan para otro concurso son las adjudicaciones vigentes ya anunciadas."),
        """
        select a.application_id from award a join contest c on c.id = a.contest_id
        left join benefit b on b.application_id = a.application_id
        where a.state <> 'void' and c.announced_at is not null and (b.amount is null or b.amount <> a.amount)
        union all
        select b.application_id from benefit b
        left join award a on a.application_id = b.application_id and a.state <> 'void'
        left join contest c on c.id = a.contest_id and c.announced_at is not null
        where c.id is null
        """,
    ),
    Invariant(
        "run.awards_granted",
        N_("Cada línea adjudicada de un reparto aprobado tiene su adjudicación."),
        """
        select l.id from allocation_line l join allocation_run r on r.id = l.run_id and r.state = 'approved'
        left join award a on a.run_id = l.run_id and a.application_id = l.application_id
        where l.outcome = 'awarded' and a.id is null
        """,
    ),
    Invariant(
        "run.every_centimo",
        N_("En cada reparto vigente, lo adjudicado y el último saldo suman el sobre."),
        """
        select l.run_id, l.category_code from allocation_line l
        join allocation_run r on r.id = l.run_id and r.state <> 'discarded'
        join envelope e on e.contest_id = r.contest_id and e.category_code = l.category_code
        group by l.run_id, l.category_code, e.amount
        having sum(l.amount) + min(l.balance) <> e.amount
        """,
    ),
    Invariant(
        "money.whole_centimos",
        N_("Todo monto es un número entero de céntimos."),
        """
        select 'fund' as noun, id from fund where amount <> cast(amount as bigint)
          or reserved <> cast(reserved as bigint)
        union all select 'envelope', id from envelope where amount <> cast(amount as bigint)
          or committed <> cast(committed as bigint)
        union all select 'application', id from application where requested <> cast(requested as bigint)
        union all select 'award', id from award where amount <> cast(amount as bigint)
          or goods <> cast(goods as bigint) or assistance <> cast(assistance as bigint)
        union all select 'allocation_line', id from allocation_line where amount <> cast(amount as bigint)
          or balance <> cast(balance as bigint) or requested <> cast(requested as bigint)
        """,
    ),
)

_FAIRNESS = (
    Invariant(
        "award.winner_passed",
        N_("Quien gana envió su perfil, está en el cuadro de mérito y aprobó."),
        """
        select a.id from award a join application p on p.id = a.application_id
        left join ranking_line k on k.application_id = p.id and k.contest_id = a.contest_id
        where a.state <> 'void' and (p.state <> 'submitted' or p.contest_id <> a.contest_id
          or k.id is null or k.standing <> 'passed' or k.category_code <> p.category_code)
        """,
    ),
    Invariant(
        "ranking.nobody_passed_over",
        N_("Nadie que aprobó queda detrás de un ganador de peor puesto sin una razón registrada."),
        """
        select lo.application_id from ranking_line lo
        join ranking_line hi on hi.contest_id = lo.contest_id and hi.category_code = lo.category_code
          and hi.place > lo.place
        join award w on w.application_id = hi.application_id and w.state <> 'void'
        left join award mine on mine.application_id = lo.application_id
        left join allocation_line l on l.run_id = w.run_id and l.application_id = lo.application_id
          and l.outcome = 'reserve'
        where lo.standing = 'passed' and mine.id is null and l.id is null
        group by lo.application_id
        """,
    ),
    Invariant(
        "run.reserve_order",
        N_("La lista de reserva va de uno en uno y sigue el orden de mérito."),
        """
        select run_id, category_code from allocation_line where outcome = 'reserve'
        group by run_id, category_code
        having max(reserve_order) <> count(*) or min(reserve_order) <> 1
          or count(distinct reserve_order) <> count(*)
        union
        select x.run_id, x.category_code from allocation_line x join allocation_line y
          on y.run_id = x.run_id and y.category_code = x.category_code and y.outcome = 'reserve'
        where x.outcome = 'reserve' and x.reserve_order < y.reserve_order and x.place >= y.place
        """,
    ),
    Invariant(
        "run.two_persons",
        N_("Quien propone un reparto no lo aprueba."),
        """
        select id from allocation_run
        where state = 'approved' and (approved_by is null or approved_by = proposed_by)
        """,
    ),
    Invariant(
        "household.one_group",
        N_("Ningún hogar está en dos grupos de un concurso que admite uno solo."),
        """
        select p.contest_id, m.household_id from application p
        join application_member m on m.application_id = p.id
        join contest_rulebook b on b.contest_id = p.contest_id and b.data like '%"one_group_per_household"_true%'
        where p.state = 'submitted'
        group by p.contest_id, m.household_id having count(distinct p.group_id) > 1
        """,
    ),
    Invariant(
        "person.one_group",
        N_("Ninguna persona está en dos grupos de un mismo concurso."),
        """
        select p.contest_id, m.person_id from application p
        join application_member m on m.application_id = p.id
        where p.state = 'submitted'
        group by p.contest_id, m.person_id having count(distinct p.group_id) > 1
        """,
    ),
    Invariant(
        "sheet.no_recused_juror",
        N_("Ninguna ficha definitiva es de un jurado que se abstuvo, de otro concurso o de otra fase."),
        """
        select s.id from sheet s join juror j on j.id = s.juror_id
        join application p on p.id = s.application_id
        left join interest i on i.juror_id = s.juror_id and i.application_id = s.application_id and i.recused
        where s.state = 'final' and (i.id is not null or j.contest_id <> p.contest_id
          or (',' || j.phases || ',') not like ('%,' || s.phase_code || ',%'))
        """,
    ),
    Invariant(
        "juror.no_member",
        N_("Ningún jurado es socio de un grupo del concurso."),
        """
        select j.id from juror j join application p on p.contest_id = j.contest_id and p.state = 'submitted'
        join application_member m on m.application_id = p.id
        where m.person_id = j.person_id or m.dni = j.dni
        """,
    ),
)

_STATES = (
    Invariant(
        "contest.amendments_follow",
        N_("Cada versión de las bases después de la primera es la de su enmienda, publicada y sin saltos."),
        """
        select r.id from contest_rulebook r
        left join amendment a on a.rulebook_id = r.id and a.contest_id = r.contest_id and a.data = r.data
        left join contest_rulebook p on p.contest_id = r.contest_id and p.version = r.version - 1
        where r.version > 1 and (p.id is null or a.id is null or a.number <> p.version)
        """,
    ),
    Invariant(
        "contest.rules_frozen",
        N_("Todo concurso publicado tiene sus bases congeladas y al menos un sobre."),
        """
        select c.id from contest c where c.state <> 'draft'
        and (not exists (select 1 from contest_rulebook b where b.contest_id = c.id)
          or not exists (select 1 from envelope e where e.contest_id = c.id))
        """,
    ),
    Invariant(
        "contest.allocated_once",
        N_("Un concurso está repartido si y solo si tiene un reparto aprobado, y uno solo."),
        """
        select c.id from contest c left join allocation_run r on r.contest_id = c.id and r.state = 'approved'
        group by c.id, c.state
        having count(r.id) <> case when c.state in ('allocated', 'announced') then 1 else 0 end
        """,
    ),
    Invariant(
        "contest.announced_with_documents",
        N_(
            "Un concurso anunciado tiene fecha de anuncio, acta y resolución vigentes, y los demás no tienen fecha."
        ),
        """
        select c.id from contest c where (c.state = 'announced') <> (c.announced_at is not null)
        or (c.state = 'announced' and (
          select count(distinct d.kind) from document d where d.subject = 'contest:' || c.id
          and d.kind in ('acta', 'resolution') and d.state = 'issued' and d.file_sha256 is not null) <> 2)
        """,
    ),
    Invariant(
        "ranking.complete",
        N_(
            "En un concurso repartido todo perfil enviado está en el cuadro de mérito y en el reparto aprobado."
        ),
        """
        select p.id from application p join contest c on c.id = p.contest_id
        left join ranking_line k on k.application_id = p.id
        left join allocation_run r on r.contest_id = c.id and r.state = 'approved'
        left join allocation_line l on l.run_id = r.id and l.application_id = p.id
        where p.state = 'submitted' and c.state in ('allocated', 'announced') and (k.id is null or l.id is null)
        """,
    ),
    Invariant(
        "application.in_the_window",
        N_("Ningún perfil se recibió fuera de plazo."),
        """
        select p.id from application p join contest c on c.id = p.contest_id
        where p.state <> 'draft' and (p.submitted_at is null or p.submitted_at < c.opens_at
          or p.submitted_at >= coalesce(c.grace_until, c.closes_at))
          and not exists (select 1 from late_code k where k.contest_id = c.id and k.group_id = p.group_id
            and k.state = 'used' and p.submitted_at < k.valid_until)
        """,
    ),
    Invariant(
        "application.receipt_has_content",
        N_("Todo perfil enviado conserva el contenido cuya huella está en su constancia."),
        """
        select p.id from application p where p.state <> 'draft' and not exists (
          select 1 from application_version v
          where v.application_id = p.id and v.content_sha256 = p.content_sha256)
        """,
    ),
    Invariant(
        "application.members_as_sent",
        N_(
            "Los integrantes de cada perfil, con su hogar y su sexo, son los del contenido enviado con su huella."
        ),
        """
        select p.id from application p
        join application_version v on v.application_id = p.id and v.content_sha256 = p.content_sha256
        left join application_member m on m.application_id = p.id
        where p.state = 'submitted'
        group by p.id, v.content
        having length(v.content) - length(replace(v.content, '"dni":"', '')) <> count(m.id) * 7
          or sum(case when replace(v.content, '{"centre_code":"' || m.centre_code || '","dni":"' || m.dni
            || '","full_name":"' || replace(replace(m.full_name, '\\', '\\\\'), '"', '\\"')
            || '","household_id":' || m.household_id || ',"office":"' || m.office || '","sex":"' || m.sex || '"}', '')
            = v.content then 1 else 0 end) > 0
        """,
    ),
    Invariant(
        "claim.of_a_sent_profile",
        N_("Solo un perfil enviado ocupa el lugar de un hogar."),
        """
        select h.id from household_claim h join application p on p.id = h.application_id
        where p.state <> 'submitted' or p.contest_id <> h.contest_id
        """,
    ),
    Invariant(
        "sheet.sealed",
        N_("Toda ficha definitiva tiene sello y hora, y ninguna en borrador los tiene."),
        """
        select id from sheet
        where (state = 'final') <> (sealed_at is not null and sealed_sha256 is not null)
        """,
    ),
)

_RECORDS = (
    Invariant(
        "document.unique_number",
        N_("Ningún número de documento se repite en su serie."),
        "select series_id, number from document group by series_id, number having count(*) > 1",
    ),
    Invariant(
        "document.no_gap",
        N_("Los números de cada serie van del uno al último sin saltos."),
        """
        select s.id from series s left join document d on d.series_id = s.id group by s.id, s.last
        having coalesce(max(d.number), 0) <> s.last or count(distinct d.number) <> s.last
        """,
    ),
    Invariant(
        "audit.chain",
        N_("Cada registro de auditoría sigue al anterior y el último es la cabeza de la cadena."),
        """
        select seq from (
          select seq, prev_hash, lag(hash) over (order by seq) as hash_before,
            lag(seq) over (order by seq) as seq_before from audit) t
        where (seq_before is not null and (prev_hash <> hash_before or seq <> seq_before + 1))
          or (seq_before is null and seq <> 1)
        union
        select h.seq from audit_head h left join audit a on a.seq = h.seq
        where h.seq <> (select coalesce(max(seq), 0) from audit) or (h.seq > 0 and a.hash <> h.hash)
        """,
    ),
    Invariant(
        "audit.decisions_recorded",
        N_("Cada reparto aprobado, cada anuncio y cada documento emitido está en la auditoría."),
        """
        select 'run' as noun, r.id from allocation_run r where r.state = 'approved' and not exists (
          select 1 from audit a where a.action = 'allocation.approved' and a.subject = 'contest:' || r.contest_id
          and a.actor_id = r.approved_by)
        union all
        select 'contest', c.id from contest c where c.state = 'announced' and not exists (
          select 1 from audit a where a.action = 'result.announced' and a.subject = 'contest:' || c.id)
        union all
        select 'document', d.id from document d where not exists (
          select 1 from audit a where a.action = 'document.issued' and a.subject = 'document:' || d.id)
        """,
    ),
)

INVARIANTS: tuple[Invariant, ...] = (*_MONEY, *_FAIRNESS, *_STATES, *_RECORDS)
