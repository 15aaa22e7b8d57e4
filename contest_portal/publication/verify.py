"""Work out a contest again from its bundle, by the steps of verification.md: no network, and no code of the portal.

    python3 verify.py BUNDLE.json [--sha256 HASH] [--document FILE]... [--json]"""

import argparse
import json
import re
import sys
from bisect import bisect, bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

CHAPTERS = (  # the parts of the file that a chapter needs, and its steps
    ("", {"1.2": "formato y huella del archivo", "1.3": "huella publicada", "1.4": "códigos",
          "2.1": "huella de las bases", "2.2": "versiones anteriores de las bases"}),
    ("", {"3.1": "puntajes dentro de la ficha y de la escala", "3.2": "sellos de las fichas", "3.3": "abstenciones"}),
    ("ranking", {"4.1": "medias y puntajes totales", "5.1": "puntajes impresos", "5.2": "puestos, empates y sorteo",
                 "5.3": "huella del cierre"}),
    ("allocation", {"6.1": "datos del reparto", "6.2": "pasos del reparto", "6.3": "sumas y saldos"}),
    ("", {"6.4": "repartos que quedaron sin efecto"}),
    ("allocation awards", {"7.1": "adjudicados"}), ("documents", {"7.2": "documentos"}))
NEVER_CHECKED = (
    ["8.1", "que los jurados hayan puesto lo que pensaban, ni que lo dicho en los perfiles sea cierto", ""],
    ["8.2", "que la asistencia y los datos del padrón sean los verdaderos: se toman como están en el archivo", ""],
    ["8.3", "que el punto de control sea el del acta: compárelo con el papel firmado", ""])
STATES = {"failed": "FALLA", "not_checked": "no comprobado", "passed": "bien"}
LEFT_OUT: dict[str, Any] = {  # what a property is where the file leaves it out
    "ranking": [], "awards": [], "moves": [], "recusals": [], "documents": [], "earlier_rules": [], "pots": [],
    "tie_breaks": [], "categories": [], "classes": [], "axis_shares": [], "levels": [], "bands": [], "facts": [],
    "attendance": [], "own_parts": [], "reasons": [], "spills": [], "undone": [], "terms": {}, "scope": {},
    "draw": None, "allocation": None, "seal": None, "rest_seal": None, "rules_sha256": None, "closing_sha256": None,
    "bundle_sha256": None, "number": None, "phase": None, "attendance_minimum": None, "max_awards": None,
    "max_amount": None, "parent": "", "marked_by": "", "evaluator_class": "", "line": "", "district": "", "pot": "",
    "line_code": "", "district_code": "", "withdrawn": False, "reserve": False, "after": False,
    "reasons_withheld": False, "quorum": 0, "min_points": 0, "reason_below": 0, "min_awards": 0, "min_amount": 0,
    "counted": 0, "received": 0, "spilled": 0, "weight": 1, "marks_per_point": 1, "decimals": 2,
    "assistance_percent": 40, "scale": "points", "weighting": "factor", "reason": "never", "when_empty": "blocks",
    "disqualifies": "majority", "rounding": "half_up", "decides_on": "rounded", "allocation_rule": "merit_order"}
TRUTHS = ("after late_codes one_group_per_household own_panel reason_allowed reasons_withheld required reserve "
          "sign_off spills targeted_centres_only valid_class_only withdrawn within_territory").split()
TERMS = {"share_percent": 80, "counted": ["cash", "kind", "labour"], "most_winners": 0, "limits": []}
READS = {"equal_share": ["most_winners"], "within_share": ["share_percent", "counted"], "best_total": ["limits"]}
REPEATED = ("merit_order", "merit_order_partial", "merit_order_skipping", "within_share", "pass_funded", "equal_share")
CHECKED, STANDINGS = "best_total", ("passed", "below_pass", "disqualified")
SAME = ("application_id", "code", "category_code", "place", "total", "requested")
MOST_BYTES, MOST_LEVELS, MOST_DIGITS, MOST_DECIMALS, ZERO = 32_000_000, 32, 18, 400, Fraction(0)
UNFIT = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
Found = Iterator[tuple[str, bool | None, str]]  # the step, whether it fails (None: it cannot be checked), and why
Table = dict[Any, Any]

class Row(dict[str, Any]):
    """An object of the file: what it leaves out has its default, and money is whole céntimos."""
    def __getitem__(self, key: str) -> Any:
        value = self.get(key) if key in self else LEFT_OUT[key]
        return value["cents"] if isinstance(value, Row) and [*value] == ["cents"] and key != "marks" else value

def digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(text.encode()).hexdigest()
def hashed(step: str, told: str | None, content: object) -> tuple[str, bool | None, str]:
    ours = digest(content)
    return step, None if told is None else told != ours, f"la huella es {ours}; el archivo dice {told or 'ninguna'}"

def differences(step: str, told: Any, ours: Any, where: str = "") -> Found:
    if isinstance(told, dict) and isinstance(ours, dict):
        for key in sorted(ours.keys() if where else told.keys() | ours.keys()):
            says = told[key] if where or key in told else None
            yield from differences(step, says, ours.get(key), f"{where} {key}".strip())
    else:
        says, should = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in (told, ours))
        yield step, says != should, f"{where}: corresponde {should:.99}; el archivo dice {says:.99}"

def keyed(rows: list[Any], key: str) -> Table:
    if len(found := {one[key]: one for one in rows}) < len(rows):
        raise ValueError(f"hay dos con el mismo «{key}»")
    return found

def exact(text: str) -> Fraction:
    if not re.fullmatch(rf"-?\d{{1,{MOST_DIGITS}}}/[1-9]\d{{,{MOST_DIGITS - 1}}}", text, re.ASCII):
        raise ValueError(f"«{text:.40}» no es una fracción como 137/2")
    return Fraction(text)

def value_of(score: dict[str, int]) -> Fraction:
    return Fraction(score["units"], 10 ** score["decimals"])
def called(sheet: Row) -> str:
    return f"ficha de {sheet['juror']} para {sheet['group']} en {sheet['phase']}"

class Verifier:
    """The bundle by its codes, what follows from it, and by chapters of the specification what does not hold."""
    def __init__(self, data: Row, expected: str | None = None, papers: Sequence[Path] = ()) -> None:
        self.data, self.papers, self.sheets, expected = data, papers, data["sheets"], (expected or "").lower()
        self.rules, self.scoring = data["rules"], data["rules"]["scoring"]
        self.expected, coded = "".join(expected.split()), (self.rules["phases"], data["groups"], data["jurors"])
        self.phases, self.groups, self.jurors = ({one["code"]: one for one in rows} for rows in coded)
        self.lines = {one["group"]: one for one in data["ranking"]}
        self.sheets_of = defaultdict[tuple[str, str], list[Row]](list)
        for sheet in self.sheets:
            self.sheets_of[sheet["group"], sheet["phase"]].append(sheet)

    def chapter_1(self) -> Found:
        known, told = digest(["paquete-de-concurso", 1]), self.data["bundle_sha256"]
        yield "1.2", digest([self.data["format"], self.data["version"]]) != known, "es de otro formato o versión"
        yield hashed("1.2", told, {key: self.data[key] for key in self.data if key != "bundle_sha256"})
        yield "1.3", self.expected != told if self.expected else None, f"compare con la publicada: {told or 'no trae'}"
        listed = (("groups", "code"), ("jurors", "code"), ("ranking", "group"), ("awards", "group"))
        names = [*(f"{key} {one[code]}" for key, code in listed for one in self.data[key]), *map(called, self.sheets)]
        yield from (("1.4", count > 1, f"{name}: está dos veces") for name, count in Counter(names).items())
        for sheet in self.sheets:
            for key, ours in (("group", self.groups), ("juror", self.jurors), ("phase", self.phases)):
                yield "1.4", sheet[key] not in ours, f"{called(sheet)}: nombra algo que no está en el archivo"
        yield hashed("2.1", self.data["rules_sha256"], self.rules)
        for one in self.data["earlier_rules"]:
            yield hashed("2.2", one["sha256"], one["rules"])
            for key in ("code", "phases", "scoring"):
                yield "2.2", one["rules"][key] != self.rules[key], f"una adenda cambió «{key}»"

    def chapter_2(self) -> Found:
        aside = {(one["juror"], one["group"]) for one in self.data["recusals"]}
        versions = [digest(self.rules), *(one["sha256"] for one in self.data["earlier_rules"])]
        yield from (("3.1", fails, f"{called(one)}: {why}") for one in self.sheets for fails, why in self.marks(one))
        sealed = [one for one in self.sheets if one["rest_seal" if one["reasons_withheld"] else "seal"] is not None]
        yield from (("3.2", not self.is_sealed(one, versions), f"{called(one)}: no es la sellada") for one in sealed)
        if len(self.sheets) > len(sealed):
            yield "3.2", None, f"sin sello, o con motivos que no se publican: {len(self.sheets) - len(sealed)} fichas"
        yield from (("3.3", (one["juror"], one["group"]) in aside, f"{called(one)}: se abstuvo") for one in self.sheets)

    def marks(self, sheet: Row) -> Iterator[tuple[bool, str]]:
        phase, class_code, marks = self.phases[sheet["phase"]], self.class_of(sheet), sheet["marks"]
        asked = {one["code"]: one for one in self.criteria(phase, class_code) if one["scale"] != "register"}
        yield class_code not in ([one["code"] for one in phase["classes"]] or [""]), "el jurado no tiene clase"
        yield asked.keys() != marks.keys(), "sobran o faltan criterios"
        reasons = {code for code, one in keyed(sheet["reasons"], "criterion").items() if one["text"].strip()}
        for code in sorted(asked.keys() & marks.keys()):
            one, points = asked[code], Fraction(marks[code], self.scoring["marks_per_point"])
            scales = {"yes_no": (0, 1), "levels": [level["points"] for level in one["levels"]]}
            within = one["min_points"] <= points <= one["max_points"]
            fits = points in scales[one["scale"]] if one["scale"] in scales else within
            yield not fits, f"el puntaje de {code} está fuera de la escala"
            asks = {"never": False, "always": True, "below": points < one["reason_below"]}[one["reason"]]
            asks = points == 0 if one["scale"] == "yes_no" else asks
            yield asks and code not in reasons and not sheet["reasons_withheld"], f"falta el motivo de {code}"

    def is_sealed(self, sheet: Row, versions: list[str]) -> bool:
        told = {"contest": self.rules["code"], "application": sheet["group"], "phase": sheet["phase"]}
        told |= {"juror": self.jurors[sheet["juror"]]["number"], "marks": sheet["marks"]}
        said = {one["criterion"]: one["text"] for one in sheet["reasons"] if one["text"]}
        told |= {key: one for key, one in (("evaluator_class", self.class_of(sheet)), ("reasons", said)) if one}
        seal = sheet["rest_seal" if sheet["reasons_withheld"] else "seal"]
        return seal in {digest({**told, "rulebook_sha256": version}) for version in versions}

    def class_of(self, sheet: Row) -> str:
        return str(self.jurors[sheet["juror"]]["evaluator_class"] if self.phases[sheet["phase"]]["classes"] else "")

    def criteria(self, phase: Row, class_code: str) -> list[Row]:
        return [one for one in phase["criteria"] if one["marked_by"] in ("", class_code)]

    def worth_of_a_point(self, phase: Row) -> dict[str, Fraction]:
        found, most, scored = {}, phase["max_points"], [one for one in phase["criteria"] if one["scale"] != "yes_no"]
        for one in scored:
            whole = sum(c["max_points"] * c["weight"] for c in scored if c["axis"] == one["axis"])
            part = most * sum(share["percent"] for share in phase["axis_shares"] if share["axis"] == one["axis"])
            ways = {"factor": (1, 1), "percent": (most, 100 * one["max_points"]), "axes": (part, 100 * whole or 1)}
            found[one["code"]] = one["weight"] * Fraction(*ways[phase["weighting"]])
        return found

    def points(self, sheet: Row) -> dict[str, Fraction]:
        found, group, phase = {}, self.groups[sheet["group"]], self.phases[sheet["phase"]]
        facts = {one["kind"]: (one["part"], one["whole"]) for one in group["facts"]}
        for one in (one for one in group["attendance"] if one["phase"] == phase["code"]):
            facts["attendance"] = (one["present"], one["households"])
        for one in self.criteria(phase, self.class_of(sheet)):
            if one["scale"] == "register":
                part, whole = facts[one["fact"]]
                share = Fraction(part, whole) if whole else ZERO
                bands = [(exact(band["least"]), band["points"]) for band in one["bands"]]
                found[one["code"]] = Fraction(max(band for band in bands if band[0] <= share)[1])
            else:
                found[one["code"]] = Fraction(sheet["marks"][one["code"]], self.scoring["marks_per_point"])
        return found

    def mean(self, phase: Row, given: list[tuple[str, dict[str, Fraction]]]) -> Fraction:
        worth, totals = self.worth_of_a_point(phase), defaultdict[str, list[Fraction]](list)
        for class_code, points in given:
            totals[class_code].append(sum((points[code] * worth.get(code, ZERO) for code in points), ZERO))
        means = {code: sum(some, ZERO) / len(some) for code, some in totals.items()}
        if not phase["classes"]:
            return means[""]
        empty, parts, whole = [one for one in phase["classes"] if one["code"] not in means], ZERO, 0
        left = sum({"blocks": 0, "zero": 0, "shared_out": one["share"]}[one["when_empty"]] for one in empty)
        for code, share in ((one["code"], one["share"]) for one in phase["classes"] if one not in empty):
            most = sum(worth.get(c["code"], ZERO) * c["max_points"] for c in self.criteria(phase, code))
            parts, whole = parts + means[code] / most * share, whole + share
        return parts * Fraction(phase["max_points"] * (whole + left), 100 * whole)

    def score(self, group: Row) -> tuple[dict[str, Fraction], Fraction | None]:
        """Give the mean of each phase that has sheets, and the total; a disqualified group has none."""
        means, told, category = {}, keyed(group["attendance"], "phase"), group["category"]
        phases = [one for one in self.rules["phases"] if category in (one["categories"] or [category])]
        asked = [(told[one["code"]], one["attendance_minimum"]) for one in phases if one["attendance_minimum"]]
        out = absent = any(one["present"] < exact(least) * one["households"] for one, least in asked)
        for phase in phases:
            given = [(self.class_of(one), self.points(one)) for one in self.sheets_of[group["code"], phase["code"]]]
            if given:
                means[phase["code"]] = self.mean(phase, given)
            awaited = {one["code"] for one in phase["classes"] if one["when_empty"] == "blocks"}.difference(dict(given))
            if not absent and (awaited or len(given) < max(1, phase["quorum"] or self.scoring["quorum"])):
                raise ValueError(f"{group['code']} tiene menos fichas que el quórum en {phase['code']}")
            for question in (one["code"] for one in phase["criteria"] if one["scale"] == "yes_no"):
                noes = [points[question] == 0 for _, points in given if question in points]
                least = {"majority": len(noes) // 2 + 1, "any": 1, "all": max(len(noes), 1)}
                out = out or sum(noes) >= least[self.scoring["disqualifies"]]
        return means, None if out else sum(means.values(), ZERO)

    def rounded(self, value: Fraction, decimals: int = -1) -> dict[str, int]:
        decimals = self.scoring["decimals"] if decimals < 0 else decimals
        units, rest = divmod(value.numerator * 10**decimals, value.denominator)
        twice = 2 * rest - value.denominator
        up = {"half_up": twice >= 0, "half_even": twice > -(units % 2), "down": False}[self.scoring["rounding"]]
        return {"units": units + up, "decimals": decimals}

    def deciding(self, value: Fraction) -> Fraction:
        return value if self.scoring["decides_on"] == "exact" else value_of(self.rounded(value))

    def shown_decimals(self, totals: list[Fraction]) -> int:
        mark = value_of(self.scoring["pass_mark"])
        for decimals in range(self.scoring["decimals"], MOST_DECIMALS):
            shown = [value_of(self.rounded(total, decimals)) for total in totals]
            sides = [[(one > mark) - (one < mark) for one in some] for some in (totals, shown)]
            if self.scoring["decides_on"] != "exact" or (sides[0] == sides[1] and shown == sorted(set(shown))):
                return decimals
        raise ValueError("los puntajes tienen demasiados decimales")

    def order(self, group: Row, means: dict[str, Fraction], total: Fraction) -> tuple[Any, ...]:
        """Give the standing of a group, and what decides its place: whoever has the least goes first."""
        numbers, compared, text = (self.data["draw"] or {}).get("numbers"), self.deciding(total), group["submitted_at"]
        lot = sha256(f"{self.rules['code']}|{numbers}|{group['code']}".encode()).hexdigest() if numbers else ""
        sent = {(one := datetime.fromisoformat(text)).isoformat(): one - datetime(2000, 1, 1, tzinfo=UTC)}[text]
        values = {"more_women": -group["women"], "more_households": -group["households"], "earlier_entry": sent}
        values |= {f"phase_score {one}": -self.deciding(means.get(one, ZERO)) for one in self.phases} | {"lot": lot}
        chain = [values[f"{one['kind']} {one['phase'] or ''}".strip()] for one in self.scoring["tie_breaks"]]
        return int(compared < value_of(self.scoring["pass_mark"])), -compared, *chain, lot

    def ranking(self) -> dict[str, Table]:
        scores = {code: self.score(group) for code, group in self.groups.items()}
        decimals = self.shown_decimals(sorted({total for _, total in scores.values() if total is not None}))
        keys = {c: (2,) if t is None else self.order(self.groups[c], m, t) for c, (m, t) in scores.items()}
        by_category = {category: sorted(key for code, key in keys.items() if self.groups[code]["category"] == category)
                       for category in {group["category"] for group in self.groups.values()}}
        beside = Counter((one["category"], keys[one["code"]]) for one in self.groups.values() if not one["withdrawn"])
        found: dict[str, Table] = {"4.1": {}, "5.1": {}, "5.2": {}}
        for (code, group), (means, total) in zip(self.groups.items(), scores.values(), strict=True):
            phases = [{"phase": phase, "mean": f"{m.numerator}/{m.denominator}"} for phase, m in means.items()]
            exact_total = None if total is None else f"{total.numerator}/{total.denominator}"
            found["4.1"][code] = {"phases": phases, "exact_total": exact_total}
            found["5.1"][code] = {"total": None if total is None else self.rounded(total, decimals)}
            mine, standing = by_category[group["category"]], STANDINGS[keys[code][0]]
            place = bisect_left(mine, keys[code]) + 1 if beside[group["category"], keys[code]] < 2 else "por sorteo"
            found["5.2"][code] = {"standing": standing, "place": place if standing == "passed" else None}
        return found

    def chapter_3(self) -> Found:
        for step, ours in self.ranking().items():
            yield from differences(step, self.lines, ours)
        sheets = [{"entry": one["group"], "phase": one["phase"], "seal": one["seal"],
                   "juror": self.jurors[one["juror"]]["number"] or 0} for one in self.sheets]
        sheets.sort(key=lambda one: (one["entry"], one["phase"], one["juror"]))
        lines = [{"entry": code, "category": self.groups[code]["category"], "total": one["exact_total"],
                  "standing": one["standing"], "place": one["place"]} for code, one in sorted(self.lines.items())]
        said = self.data["closing_sha256"]
        yield hashed("5.3", said, {"contest": self.rules["code"], "ranking": lines, "sheets": sheets})

    def envelopes(self, moved: Counter[str]) -> tuple[Table, Table]:
        rows, scopes, pots = Table(), Table(), self.rules["pots"]
        tops = [Row(one, amount=one["envelope"], scope={"category": one["code"]}) for one in self.rules["categories"]]
        for one in (*(top for top in tops if top["amount"] or not pots), *pots):
            code, around = one["code"], scopes[one["parent"]] if one["parent"] else {}
            scope = {key: value if key == "territory" else f"{value}|" for key, value in one["scope"].items() if value}
            own = one["amount"] + moved[code] - sum(pot["amount"] for pot in pots if pot["parent"] == code)
            rows[code] = {"category_code": code, "amount": own, "parent": one["parent"], "spills": one["spills"] or []}
            scopes[code] = around | scope
        return rows, scopes

    def candidate(self, code: str, scopes: Table, counted: list[str]) -> Table:
        group, line, rule = self.groups[code], self.lines[code], self.rules["allocation_rule"]
        row = {"application_id": group["number"], "code": code, "category_code": group["category"]}
        row |= {"requested": group["requested"]} | {key: line[key] for key in ("standing", "place", "total")}
        parts = sum(one["amount"] for one in group["own_parts"] if one["kind"] in counted)
        row["counted"] = parts * (rule == "within_share")
        row |= {f"{key}_code": group[key] * (rule == CHECKED) for key in ("line", "district")}
        own = {"category": f"{group['category']}|", "line": f"{group['line']}|", "territory": group["district"]}
        homes = [home for home, scope in scopes.items() if all(own[key].startswith(scope[key]) for key in scope)]
        return row | {"pot": homes[-1] if self.rules["pots"] and homes else ""}  # who is inside another comes later

    def chapter_4(self) -> Found:
        told, result = self.data["allocation"]["inputs"], self.data["allocation"]["result"]
        self.inputs, self.told, self.terms = told, keyed(result["lines"], "code"), TERMS | told["terms"]
        self.around = {one["category_code"]: one["parent"] for one in told["envelopes"]}
        rules, moved = self.rules, Counter[str]()
        for one in (one for one in self.data["moves"] if not one["after"]):
            moved[one["source"]] -= one["amount"]
            moved[one["target"]] += one["amount"]
        (envelopes, scopes), own, rule = self.envelopes(moved), rules.get("allocation", {}), rules["allocation_rule"]
        terms: Table = TERMS | {key: own[key] for key in READS.get(rule, ()) if key in own}
        top = {"contest_code": rules["code"], "rulebook_sha256": digest(rules), "fund": rules["fund"] - moved[""]}
        top |= {"rule": rule, "terms": terms, "pass_mark": self.scoring["pass_mark"]}
        top |= {key: rules["budget"][key] for key in ("min_award", "max_award")}
        groups = {c: self.candidate(c, scopes, terms["counted"]) for c in self.lines if not self.groups[c]["withdrawn"]}
        yield hashed("6.1", self.data["allocation"]["inputs_sha256"], told)
        yield from differences("6.1", {key: told[key] for key in top} | {"terms": self.terms}, top)
        yield "6.1", False if self.lines else None, "el archivo no trae «ranking»: quiénes entran no se comprueba"
        yield from differences("6.1", keyed(told["candidates"], "code"), groups) if self.lines else ()
        yield from differences("6.1", keyed(told["envelopes"], "category_code"), envelopes)
        yield "6.2", False, ""
        steps, totals, sums = self.share_out()
        yield "6.2", told["rule"] == "pass_funded" and any(one["reserves"] for one in totals.values()), "falta dinero"
        yield from differences("6.2", keyed([*result["lines"], *result["spills"]], "step"), steps)
        for limit in self.terms["limits"]:
            about = [one["code"] for one in told["candidates"] if one[f"{limit['of']}_code"] == limit["code"]]
            given = [one["amount"] for one in result["lines"] if one["amount"] and one["code"] in about]
            for kind, value in (("awards", len(given)), ("amount", sum(given))):
                most = value if limit[f"max_{kind}"] is None else limit[f"max_{kind}"]
                yield "6.2", not limit[f"min_{kind}"] <= value <= most, f"no se cumple el límite de «{limit['code']}»"
        if told["rule"] not in REPEATED:
            yield "6.2", None, f"que «{told['rule']}» deba elegir a estos; sí los montos, los saldos y los límites"
        yield from differences("6.3", keyed(result["envelopes"], "category_code"), totals)
        yield from differences("6.3", {key: result[key] for key in sums}, sums)
        yield hashed("6.3", self.data["allocation"]["result_sha256"], result)

    def by_merit(self, passed: list[Row], balance: int) -> Iterator[tuple[int, str]]:
        rule, least, closed = self.inputs["rule"], max(self.inputs["min_award"], 1), False
        percent = self.terms["share_percent"] if rule == "within_share" else 100
        for one in passed:
            asked, given = one["requested"], (0, "passed_over")
            amount = min(asked, (asked + one["counted"]) * percent // 100)
            if closed:
                given = 0, "after_the_cut"
            elif rule == "within_share" and amount < least:
                given = 0, "share_below_minimum"
            elif amount <= balance and (rule != "pass_funded" or self.told[one["code"]]["pot"] in ("", self.code)):
                given = amount, "full_award" if amount == asked else "within_share"
            elif rule not in ("merit_order_skipping", "pass_funded"):
                rest = (balance, "rest_of_envelope") if balance >= least else (0, "rest_below_minimum")
                closed, given = True, rest if rule == "merit_order_partial" else (0, "does_not_fit")
            balance -= given[0]
            yield given

    def equally(self, passed: list[Row], balance: int) -> Iterator[tuple[int, str]]:
        """Divide an envelope: at the highest level with which min(asked, level) of each winner fits in it."""
        asked = [one["requested"] for one in passed]
        allowed = min(len(asked), self.terms["most_winners"] or len(asked))
        ours = asked[: min(allowed, balance // max(self.inputs["min_award"], 1))]
        level = bisect(range(self.top + 1), balance, key=lambda h: sum(min(o, h) for o in ours)) - 1
        yield from ((one, "asked_within_level") if one <= level else (level, "equal_level") for one in ours)
        yield from [(0, "level_below_minimum")] * (allowed - len(ours)) + [(0, "enough_winners")] * len(asked)

    def as_told(self, passed: list[Row], balance: int) -> Iterator[tuple[int, str]]:
        """Follow the file where the choice of a rule is not repeated, as far as the envelope and what was asked go."""
        for told, asked in ((self.told[one["code"]], one["requested"]) for one in passed):
            is_best, given = self.inputs["rule"] == CHECKED, told["amount"] * (told["pot"] in ("", self.code))
            amount = max(0, min(asked, balance, asked if is_best and given else given))
            balance -= amount
            yield amount, told["reason"] if not is_best else f"{'' if amount else 'not_'}in_the_best_set"

    def path(self, code: str) -> list[str]:
        return [*self.path(self.around[code]), code] if code else []

    def turn(self, one: Row) -> tuple[Any, ...]:
        """Order those who passed by place, in a tree of envelopes by total first; then the others by total."""
        standing, total = STANDINGS.index(one["standing"]), one["total"]
        first = -value_of(total) if total and (standing or one["pot"]) else ZERO
        told = 0 if self.inputs["rule"] in (*REPEATED, CHECKED) else self.told[one["code"]]["step"]
        return told, standing, first, one["place"] or 0, "" if standing else one["category_code"], one["code"]

    def share_out(self) -> tuple[Table, Table, Table]:
        waiting, came, steps, totals = keyed(self.inputs["candidates"], "code"), Counter[str](), list[Table](), Table()
        fund, rule = self.inputs["fund"], self.inputs["rule"]
        way = self.equally if rule == "equal_share" else self.by_merit if rule in REPEATED else self.as_told
        for envelope in sorted(self.inputs["envelopes"], key=lambda one: [*self.path(one["category_code"]), "~"]):
            code, around, counts = envelope["category_code"], envelope["parent"], Counter[str]()
            balance = whole = envelope["amount"] + came[code]
            mine = [one for one in waiting.values() if code in self.path(one["pot"] or one["category_code"])]
            mine = sorted((one for one in mine if not around or one["standing"] == "passed"), key=self.turn)
            levels = [one for one in steps if one.get("reason") == "equal_level" and code in self.path(one["pot"])]
            self.code, self.top = code, min((one["amount"] for one in levels), default=fund)
            given = way([one for one in mine if one["standing"] == "passed"], balance)
            for one in mine:
                amount, reason = next(given) if one["standing"] == "passed" else (0, one["standing"])
                outcome = reason if one["standing"] != "passed" else "awarded" if amount else "reserve"
                if amount or not around:
                    del waiting[one["code"]]
                    counts[outcome], balance = counts[outcome] + 1, balance - amount
                    step = {key: one[key] for key in SAME} | {"outcome": outcome, "amount": amount, "balance": balance}
                    step |= {"reason": "below_pass_mark" if reason == "below_pass" else reason, "step": len(steps) + 1}
                    step |= {"reserve_order": counts[outcome] if outcome == "reserve" else None}
                    steps.append(step | {"pot": code if one["pot"] else ""})
            spilled = balance if around and envelope["spills"] else 0
            came[around] += spilled
            steps += [{"source": code, "target": around, "amount": spilled, "step": len(steps) + 1}] if spilled else []
            row = {"category_code": code, "awards": counts["awarded"], "reserves": counts["reserve"]}
            row |= {"amount": envelope["amount"], "received": came[code], "awarded": whole - balance}
            totals[code] = row | {"balance": balance - spilled, "spilled": spilled}
        awarded, left = (sum(one[key] for one in totals.values()) for key in ("awarded", "balance"))
        sums = {"fund": fund, "awarded": awarded, "balance": left, "unassigned": fund - awarded - left}
        return keyed(steps, "step"), totals, sums

    def chapter_5(self) -> Found:
        for one in (one for one in self.data["undone"] if one["allocation"]):
            then = Verifier(Row(self.data | one))  # of a ranking that was corrected since: its inputs stand for it
            yield hashed("6.4", one["allocation"]["inputs_sha256"], one["allocation"]["inputs"])
            for chapter in (then.chapter_4(), then.chapter_6())[: 2 if one["awards"] else 1]:
                yield from (("6.4", fails, why) for step, fails, why in chapter if step != "6.1")

    def chapter_6(self) -> Found:
        awards, ours = {one["group"]: one for one in self.data["awards"]}, Table()
        for one in self.data["allocation"]["result"]["lines"]:
            code, amount = one["code"], one["amount"]
            if one["outcome"] == "reserve" and code in awards and awards[code]["reserve"]:  # called later
                amount = min(one["requested"], awards[code]["amount"])
            assistance = amount * self.rules["budget"]["assistance_percent"] // 100
            ours |= {code: {"amount": amount, "goods": amount - assistance, "assistance": assistance}} if amount else {}
        fund = self.rules["fund"] + sum(one["amount"] for one in self.data["moves"] if not one["source"])
        fund -= sum(one["amount"] for one in awards.values() if one["state"] == "granted")
        yield "7.1", fund < 0, f"lo otorgado es más que el fondo, por {-fund} céntimos"
        yield "7.1", None if any(one["reserve"] for one in awards.values()) else False, "que la reserva siga su orden"
        yield from differences("7.1", awards, ours)
        for code, one in awards.items():
            yield "7.1", one["state"] not in ("granted", "void"), f"{code}: no está otorgado ni anulado"

    def chapter_7(self) -> Found:
        standing = {one["file_sha256"] for one in self.data["documents"] if one["state"] == "issued"}
        for paper in self.papers:
            yield "7.2", sha256(paper.read_bytes()).hexdigest() not in standing, f"{paper.name} no es de los vigentes"
        yield "7.2", False if self.papers else None, "compare los documentos que tenga con sus huellas (--document)"

    def report(self) -> Table:
        report: Table = {"passed": [], "failed": [], "not_checked": []}
        for number, (needs, steps) in enumerate(CHAPTERS, start=1):
            absent = [f"el archivo no trae «{part}»" for part in needs.split() if not self.data[part]]
            step, found = min(steps), {one: [("not_checked", why) for why in absent] for one in steps}
            try:
                for step, fails, why in () if absent else getattr(self, f"chapter_{number}")():
                    found[step] += [] if fails is False else [("failed" if fails else "not_checked", why)]
            except UNFIT as error:
                found |= {later: [("not_checked", "no se llegó hasta aquí")] for later in steps if later > step}
                why = error if isinstance(error, (LookupError, ValueError)) else "algo no es un número o un texto"
                found[step].append(("failed", f"falta un dato o no tiene la forma debida: {why}"))
            for step, (state, why) in ((one, told) for one in steps for told in found[one] or [("passed", "")]):
                report[state].append([step, steps[step], "".join(c if c.isprintable() else "?" for c in why)])
        return report | {"not_checked": [*report["not_checked"], *NEVER_CHECKED]}

def once(pairs: list[tuple[str, Any]]) -> Row:
    odd = [key for key, value in pairs if isinstance(value, bool) and key not in TRUTHS]
    if odd or len(row := Row(pairs)) < len(pairs) or not 0 <= row["decimals"] <= MOST_DECIMALS:
        raise ValueError("un objeto tiene un nombre dos veces, demasiados decimales, o un «true» donde no puede estar")
    return row

def read(content: bytes) -> Row:
    if len(content) > MOST_BYTES or content.startswith(b"\xef\xbb\xbf"):
        raise ValueError("pesa más de 32 MB, o empieza con una marca de orden (BOM): guárdelo como UTF-8 sin ella")
    depth = 0
    for word in map(re.Match.group, re.finditer(r'"(?:[^"\\]|\\.)*+"?|[][{}]|[^][{}",:\s]+', content.decode())):
        depth += (word in "[{") - (word in "]}")
        if depth > MOST_LEVELS:
            raise ValueError(f"tiene más de {MOST_LEVELS} niveles, uno dentro de otro")
        if word[0] not in '"[]{}tfn' and not re.fullmatch(rf"-?[0-9]{{1,{MOST_DIGITS}}}", word):
            raise ValueError(f"«{word:.24}» no es JSON, o no es un número entero de {MOST_DIGITS} cifras o menos")
    data: Row = json.loads(content, object_pairs_hook=once)
    digest(data)  # refuses halves of a character
    return data

def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Recalcula el resultado de un concurso desde su paquete.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--sha256", help="la huella que se publicó")
    parser.add_argument("--document", type=Path, action="append", default=[], help="un PDF del concurso")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        with given.bundle.open("rb") as file:
            papers = [one.resolve(strict=True) for one in given.document]
            verifier = Verifier(read(file.read(MOST_BYTES + 1)), given.sha256, papers)
    except UNFIT as error:
        why = error if type(error) is ValueError else "no se abre, o no es JSON en UTF-8 con la forma de un paquete"
        why = f"«{error.filename}» no se abre" if isinstance(error, OSError) else why
        sys.stderr.write(f"1.1 — el archivo no se puede usar: {why}. Corríjalo, o descárguelo otra vez.\n")
        return 2
    report = verifier.report()
    lines = [f"{STATES[key]:14} {' — '.join(filter(None, one))}" for key in STATES for one in report[key]]
    lines.append("El resultado NO se confirma." if report["failed"] else "Todo lo comprobado concuerda.")
    shown = json.dumps(report, ensure_ascii=False, indent=1) if given.json else "\n".join(lines)
    sys.stdout.buffer.write(f"{shown}\n".encode())
    return 1 if report["failed"] else 0

if __name__ == "__main__":
    sys.exit(main())
