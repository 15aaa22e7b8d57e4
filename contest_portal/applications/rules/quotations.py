"""What suppliers ask for the goods of a profile, compared with what the group wants to pay."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from contest_portal.applications.rules.profile import Profile, Purchase, Quotation
from contest_portal.contests.rules.profile_form import FormSection, QuotationRules
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem


def goods_to_quote(profile: Profile, rules: QuotationRules) -> tuple[Purchase, ...]:
    """List the goods that cost so much that suppliers have to be asked."""
    return tuple(row for row in profile.goods if row.description and row.total >= rules.from_amount)


def cheapest_offers(profile: Profile) -> Mapping[str, Money]:
    """Give the least that a supplier asks, by the name of the goods as `name_key` compares it."""
    offers: dict[str, Money] = {}
    for one in profile.quotations:
        if one.amount is not None:
            offers[name_key(one.goods)] = min(one.amount, offers.get(name_key(one.goods), one.amount))
    return MappingProxyType(offers)


def is_cheapest(offer: Quotation, profile: Profile) -> bool:
    """Tell whether nobody asks less for the same goods."""
    return offer.amount is not None and offer.amount == cheapest_offers(profile)[name_key(offer.goods)]


def name_key(name: str) -> str:
    """Compare names as people do: without case, accents and doubled spaces."""
    return sort_key(" ".join(name.split()))


def quotation_problems(profile: Profile, section: FormSection) -> Iterator[Problem]:
    """Give what is wrong with the quotations of a section that asks for them."""
    rules = section.quotations
    if rules is None:
        return
    yield from _of_no_goods(profile)
    rows = goods_to_quote(profile, rules)
    keys = [name_key(row.description) for row in rows]
    suppliers = _suppliers(profile)
    offers = cheapest_offers(profile)
    for row, key in zip(rows, keys, strict=True):
        if keys.count(key) > 1:
            yield _problem("quotations.same_name", _SAME_NAME, goods=row.description)
        elif len(suppliers[key]) < rules.count:
            yield _too_few(row, rules, len(suppliers[key]))
        elif row.total > offers[key] and not (rules.reason_allowed and profile.quotations_reason):
            message = _DEARER_UNEXPLAINED if rules.reason_allowed else _DEARER
            yield _problem(
                "quotations.dearer",
                message,
                goods=row.description,
                total=row.total.format(),
                least=offers[key].format(),
            )


def _suppliers(profile: Profile) -> Mapping[str, set[str]]:
    """Name the suppliers that named a price, by goods."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in profile.quotations:
        if one.supplier and one.amount is not None:
            found[name_key(one.goods)].add(name_key(one.supplier))
    return found


def _of_no_goods(profile: Profile) -> Iterator[Problem]:
    known = {name_key(row.description) for row in profile.goods}
    lost = {name_key(one.goods): one.goods for one in profile.quotations if one.goods}
    for key, name in lost.items():
        if key not in known:
            yield _problem("quotations.no_goods", _NO_GOODS, goods=name)


def _too_few(row: Purchase, rules: QuotationRules, given: int) -> Problem:
    return _problem(
        "quotations.missing",
        _TOO_FEW,
        goods=row.description,
        total=row.total.format(),
        count=str(rules.count),
        given=str(given),
    )


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(code, field="quotations", message=message, params=params)


_NO_GOODS = N_(
    "Hay cotizaciones de «%(goods)s», que no está en la lista. Escriba el nombre igual que en la lista."
)
_SAME_NAME = N_(
    "Hay dos bienes llamados «%(goods)s». Deles nombres distintos, para saber de cuál es cada cotización."
)
_TOO_FEW = N_(
    "«%(goods)s» cuesta %(total)s: el concurso pide cotizaciones de %(count)s proveedores distintos y hay %(given)s. "
    "Agregue las que faltan."
)
_DEARER = N_(
    "«%(goods)s» cuesta %(total)s y un proveedor pide %(least)s. Baje el costo a lo que pide el más barato."
)
_DEARER_UNEXPLAINED = N_(
    "«%(goods)s» cuesta %(total)s y un proveedor pide %(least)s. Baje el costo, o escriba por qué no eligen al más "
    "barato."
)
