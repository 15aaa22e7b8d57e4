"""Work out the result of a contest again from its bundle: one file, the standard library, no network.

    python3 verify.py BUNDLE.json [--sha256 HASH] [--document FILE]... [--json]

It shares no code with the portal. Its steps and its exit codes are those of the specification (verification.md).
"""

import argparse
import json
import re
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Counted = list[tuple[Row, dict[str, Fraction]]]
Report = dict[str, list[list[str]]]
FORMAT, ZERO = ["paquete-de-concurso", 1], Fraction(0)
STANDINGS = ("passed", "below_pass", "disqualified")
MERIT = ("merit_order", "merit_order_partial", "merit_order_skipping", "within_share", "pass_funded")
REPEATED, CHECKED = (*MERIT, "equal_share"), "best_total"
STILL: Row = {"received": {"cents": 0}, "spilled": {"cents": 0}}
SAME = ("application_id", "code", "category_code", "place", "total", "requested")
CLOSING = ("does_not_fit", "rest_of_envelope", "rest_below_minimum")
READS = {"equal_share": "most_winners", "within_share": "share_percent counted", "best_total": "limits"}
TERMS: Row = {"share_percent": 80, "counted": ["cash", "kind", "labour"], "most_winners": 0, "limits": []}
UNFIT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
NEVER_CHECKED = (
    "que los jurados hayan puesto lo que pensaban, ni que lo dicho en los perfiles sea cierto",
    "que la asistencia y los datos del padrón sean los verdaderos: se toman como están en el archivo",
    "que el punto de control sea el del acta: compárelo con el papel firmado",
)


class NotTold(Exception):
    """The bundle leaves out what a step compares."""


def digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(text.encode()).hexdigest()


def exact(text: str) -> Fraction:
    if not re.fullmatch(r"-?[0-9]{1,400}/[1-9][0-9]{0,399}", text, re.ASCII):
        raise ValueError(f"{text!r} no es una fracción como 137/2")
    return Fraction(text)


def rounded(value: Fraction, decimals: int, policy: str) -> Row:
    units, rest = divmod(value.numerator * 10**decimals, value.denominator)
    twice = 2 * rest - value.denominator
    up = {"half_up": twice >= 0, "half_even": twice > -(units % 2), "down": False}[policy]
    return {"units": units + up, "decimals": decimals}


def value_of(score: Row) -> Fraction:
    return Fraction(score["units"], 10 ** score["decimals"])


def called(sheet: Row) -> str:
    return f"ficha de {sheet['juror']} para {sheet['group']} en {sheet['phase']}"


def when(fails: object, failure: str) -> list[str]:
    return [failure] if fails else []


def compare(told: str | None, content: object, what: str) -> list[str]:
    if told is None:
        raise NotTold(f"el archivo no trae la huella de {what}")
    return when(told != digest(content), f"la huella de {what} no corresponde a su contenido")


def factor(phase: Row, criterion: Row) -> Fraction:
    weighting, weight, axis = phase.get("weighting", "factor"), criterion.get("weight", 1), criterion["axis"]
    if criterion.get("scale") == "yes_no":
        return ZERO
    if weighting == "factor":
        return Fraction(weight)
    if weighting == "percent":
        return Fraction(phase["max_points"] * weight, 100 * criterion["max_points"])
    own = [c for c in phase["criteria"] if c["axis"] == axis and c.get("scale") != "yes_no"]
    together = sum(c["max_points"] * c.get("weight", 1) for c in own)
    percent = sum(one["percent"] for one in phase.get("axis_shares", []) if one["axis"] == axis)
    return Fraction(phase["max_points"] * percent * weight, 100 * together) if together else ZERO


def sheet_of(phase: Row, class_code: str) -> list[Row]:
    return [c for c in phase["criteria"] if c.get("marked_by", "") in ("", class_code)]


def faults(criterion: Row, points: Fraction, *, explained: bool) -> list[str]:
    scale, rule = criterion.get("scale", "points"), criterion.get("reason", "never")
    allowed = {"yes_no": (0, 1), "levels": [level["points"] for level in criterion.get("levels", [])]}
    within = criterion.get("min_points", 0) <= points <= criterion["max_points"]
    if not (points in allowed[scale] if scale in allowed else within):
        return [f"el puntaje de {criterion['code']} está fuera de la escala"]
    below = rule == "below" and points < criterion["reason_below"]
    asked = points == 0 if scale == "yes_no" else rule == "always" or below
    return when(asked and not explained, f"falta el motivo de {criterion['code']}")


def computed(group: Row, phase: Row, criterion: Row) -> Fraction:
    facts = {one["kind"]: (one["part"], one["whole"]) for one in group.get("facts", [])}
    here = [one for one in group.get("attendance", []) if one["phase"] == phase["code"]]
    facts |= {"attendance": (here[0]["present"], here[0]["households"])} if here else {}
    part, whole = facts[criterion["fact"]]
    share = Fraction(part, whole) if whole else ZERO
    reached = {exact(band["least"]): band["points"] for band in criterion["bands"]}
    return Fraction(reached[max(least for least in reached if least <= share)])


def decide(inputs: Row, one: Row, balance: int, chosen: set[str], *, closed: bool) -> tuple[int, str]:
    rule, asked, least = inputs["rule"], one["requested"]["cents"], max(inputs["min_award"]["cents"], 1)
    plan, terms = asked + one.get("counted", {"cents": 0})["cents"], TERMS | inputs.get("terms", {})
    amount = min(asked, plan * terms["share_percent"] // 100) if rule == "within_share" else asked
    if rule == CHECKED:
        return (asked, "in_the_best_set") if one["code"] in chosen else (0, "not_in_the_best_set")
    if closed:
        return 0, "after_the_cut"
    if rule == "within_share" and amount < least:
        return 0, "share_below_minimum"
    if amount <= balance or rule == "pass_funded":
        return amount, "full_award" if amount == asked else "within_share"
    if rule == "merit_order_partial":
        return (balance, "rest_of_envelope") if balance >= least else (0, "rest_below_minimum")
    return 0, "passed_over" if rule == "merit_order_skipping" else "does_not_fit"


def shares(inputs: Row, envelope: int, asked: list[int]) -> Iterator[tuple[int, str]]:
    """Divide an envelope equally: at the highest level with which min(asked, level) of each winner fits in it."""
    allowed = min(len(asked), inputs.get("terms", {}).get("most_winners", 0) or len(asked))
    ours = asked[: min(allowed, envelope // max(inputs["min_award"]["cents"], 1))]
    level = bisect(range(max(ours, default=0) + 1), envelope, key=lambda h: sum(min(o, h) for o in ours)) - 1
    yield from ((one, "asked_within_level") if one <= level else (level, "equal_level") for one in ours)
    yield from [(0, "level_below_minimum")] * (allowed - len(ours)) + [(0, "enough_winners")] * len(asked)


def envelopes_of(rules: Row, moved: Counter[str]) -> dict[str, tuple[Row, dict[str, str]]]:
    """Give each envelope without those inside it, and its whole scope; who is in it has values that begin so."""
    pots, found = rules.get("pots", []), dict[str, tuple[Row, dict[str, str]]]()
    own = [one for one in rules["categories"] if one["envelope"]["cents"] or not pots]
    tops = [{"code": c["code"], "amount": c["envelope"], "scope": {"category": c["code"]}} for c in own]
    for one in (*tops, *pots):
        around = found[one["parent"]][1] if one.get("parent") else {}
        named = ((key, value) for key, value in one.get("scope", {}).items() if value)
        told = {key: value if key == "territory" else f"{value}|" for key, value in named}
        held = sum(pot["amount"]["cents"] for pot in pots if pot.get("parent") == one["code"])
        own = one["amount"]["cents"] + moved[one["code"]] - held
        row = {"category_code": one["code"], "amount": {"cents": own}}
        row |= {key: one[key] for key in ("parent", "spills") if one.get(key)}
        found[one["code"]] = row, around | told
    return found


def turn(one: Row) -> tuple[int, Fraction, int, str, str]:
    """Order those who passed by place, in a tree of envelopes by total first; then the others by total."""
    standing, total = STANDINGS.index(one["standing"]), one["total"]
    first = -value_of(total) if total and (standing or one.get("pot")) else ZERO
    return standing, first, one["place"] or 0, "" if standing else one["category_code"], one["code"]


def steps_of(inputs: Row, chosen: set[str]) -> Iterator[Row]:
    """Share out each envelope after those inside it; the best total gives to those that were `chosen`."""
    parents = {one["category_code"]: one.get("parent") for one in inputs["envelopes"]}
    waiting, came = {one["code"]: one for one in inputs["candidates"]}, Counter[str]()

    def path(code: str | None) -> list[str]:
        return [*path(parents[code]), code] if code else []

    for envelope in sorted(inputs["envelopes"], key=lambda one: [*path(one["category_code"]), "~"]):
        code, around = envelope["category_code"], envelope.get("parent")
        balance, closed, reserves = envelope["amount"]["cents"] + came[code], False, 0
        mine = [one for one in waiting.values() if code in path(one.get("pot") or one["category_code"])]
        mine = sorted((one for one in mine if not around or one["standing"] == "passed"), key=turn)
        equal = shares(inputs, balance, [o["requested"]["cents"] for o in mine if o["standing"] == "passed"])
        for one in mine:
            amount, outcome = 0, one["standing"]
            reason = "below_pass_mark" if outcome == "below_pass" else outcome
            if outcome == "passed":
                by_merit = decide(inputs, one, balance, chosen, closed=closed)
                amount, reason = next(equal) if inputs["rule"] == "equal_share" else by_merit
                outcome = "awarded" if amount else "reserve"
            balance, closed = balance - amount, closed or reason in CLOSING
            reserves += outcome == "reserve"
            line = {key: one[key] for key in SAME} | {"outcome": outcome, "reason": reason}
            line |= {"amount": {"cents": amount}, "balance": {"cents": balance}}
            if amount or not around:
                del waiting[one["code"]]
                line |= {"pot": code} if one.get("pot") else {}
                yield line | {"reserve_order": reserves if outcome == "reserve" else None}
        if around and envelope.get("spills") and balance:
            came[around] += balance
            yield {"source": code, "target": around, "amount": {"cents": balance}}


class Verifier:
    """The bundle by its codes, and its steps: each gives what fails, or raises NotTold."""

    def __init__(self, data: Row, expected: str | None = None, papers: Sequence[Path] = ()) -> None:
        self.data, self.expected, self.papers = data, expected, papers
        self.rules: Row = data["rules"]
        self.scoring: Row = self.rules["scoring"]
        self.decimals, self.policy = self.scoring.get("decimals", 2), self.scoring.get("rounding", "half_up")
        self.is_exact = self.scoring.get("decides_on") == "exact"
        coded = (self.rules["phases"], data["groups"], data["jurors"])
        self.phases, self.groups, self.jurors = ({one["code"]: one for one in rows} for rows in coded)
        self.lines = {one["group"]: one for one in data.get("ranking", [])}
        self.sheets: list[Row] = data["sheets"]
        self.means: dict[str, dict[str, Fraction]] = {}
        self.totals: dict[str, Fraction | None] = {}

    def told(self, key: str) -> Any:
        if not self.data.get(key):
            raise NotTold(f"el archivo no trae «{key}»")
        return self.data[key]

    def class_of(self, sheet: Row) -> str:
        classes = self.phases[sheet["phase"]].get("classes")
        return str(self.jurors[sheet["juror"]].get("evaluator_class", "")) if classes else ""

    def step_1_2(self) -> Iterator[str]:
        """formato y huella del archivo"""
        yield from when([self.data["format"], self.data["version"]] != FORMAT, "es de otro formato o versión")
        rest = {key: value for key, value in self.data.items() if key != "bundle_sha256"}
        yield from compare(self.data.get("bundle_sha256"), rest, "todo el archivo")

    def step_1_3(self) -> list[str]:
        """huella publicada"""
        if self.expected is None:
            raise NotTold("compare la huella del archivo con la que se publicó (--sha256)")
        return when(self.expected != self.data.get("bundle_sha256"), "la huella no es la que usted escribió")

    def step_1_4(self) -> Iterator[str]:
        """códigos"""
        listed = (("groups", "code"), ("jurors", "code"), ("ranking", "group"), ("awards", "group"))
        counts = Counter(f"{key} {one[code]}" for key, code in listed for one in self.data.get(key, []))
        counts.update(called(sheet) for sheet in self.sheets)
        yield from (f"{name}: está dos veces" for name, count in counts.items() if count > 1)
        known = (("group", self.groups), ("juror", self.jurors), ("phase", self.phases))
        odd = [sheet for sheet in self.sheets if any(sheet[key] not in ours for key, ours in known)]
        yield from (f"{called(sheet)}: nombra algo que no está en el archivo" for sheet in odd)

    def step_2_1(self) -> list[str]:
        """huella de las bases"""
        return compare(self.data.get("rules_sha256"), self.rules, "las bases")

    def step_2_2(self) -> Iterator[str]:
        """versiones anteriores de las bases"""
        for one in self.data.get("earlier_rules", []):
            yield from compare(one["sha256"], one["rules"], "una versión anterior de las bases")
            is_other = any(one["rules"][key] != self.rules[key] for key in ("code", "phases", "scoring"))
            yield from when(is_other, "una adenda cambió las fases o el cálculo del puntaje")

    def step_3_1(self) -> Iterator[str]:
        """puntajes dentro de la ficha y de la escala"""
        for sheet in self.sheets:
            phase, class_code = self.phases[sheet["phase"]], self.class_of(sheet)
            asked = {c["code"]: c for c in sheet_of(phase, class_code) if c.get("scale") != "register"}
            odd = ", ".join(sorted(asked.keys() ^ sheet["marks"].keys()))
            yield from when(odd, f"{called(sheet)}: sobran o faltan criterios ({odd})")
            has_none = phase.get("classes") and class_code not in [one["code"] for one in phase["classes"]]
            yield from when(has_none, f"{called(sheet)}: el jurado no tiene clase de evaluador")
            reasons = {one["criterion"] for one in sheet.get("reasons", []) if one["text"].strip()}
            reasons |= asked.keys() if sheet.get("reasons_withheld") else set()
            for code in sorted(asked.keys() & sheet["marks"].keys()):
                points = Fraction(sheet["marks"][code], self.scoring.get("marks_per_point", 1))
                found = faults(asked[code], points, explained=code in reasons)
                yield from (f"{called(sheet)}: {one}" for one in found)

    def step_3_2(self) -> Iterator[str]:
        """sellos de las fichas"""
        versions = {digest(self.rules), *(one["sha256"] for one in self.data.get("earlier_rules", []))}
        unsealed = {id(sheet) for sheet in self.sheets if sheet.get("seal") is None}
        withheld = {id(one) for one in self.sheets if one.get("reasons_withheld")} - unsealed
        for sheet in (one for one in self.sheets if id(one) not in unsealed | withheld):
            told = {"contest": self.rules["code"], "application": sheet["group"], "phase": sheet["phase"]}
            told |= {"juror": self.jurors[sheet["juror"]]["number"], "marks": sheet["marks"]}
            optional: Row = {"evaluator_class": self.class_of(sheet)}
            optional |= {"reasons": {one["criterion"]: one["text"] for one in sheet.get("reasons", [])}}
            told |= {key: value for key, value in optional.items() if value}
            seals = [digest({**told, "rulebook_sha256": version}) for version in versions]
            yield from when(sheet["seal"] not in seals, f"{called(sheet)}: no es la que se selló")
        counts = ((withheld, "con motivos que no se publican"), (unsealed, "sin sello"))
        if withheld or unsealed:
            raise NotTold("; ".join(f"fichas {kind}: {len(some)}" for some, kind in counts if some))

    def step_3_3(self) -> Iterator[str]:
        """abstenciones"""
        aside = {(one["juror"], one["group"]) for one in self.data.get("recusals", [])}
        for sheet in self.sheets:
            stood_aside = (sheet["juror"], sheet["group"]) in aside
            yield from when(stood_aside, f"{called(sheet)}: es de quien se abstuvo")

    def step_4_1(self) -> Iterator[str]:
        """medias y puntajes totales"""
        for code, group in self.groups.items():
            self.score(group, [sheet for sheet in self.sheets if sheet["group"] == code])
        self.told("ranking")
        for code, line in self.lines.items():
            total = None if line["exact_total"] is None else exact(line["exact_total"])
            means, mine = [(one["phase"], exact(one["mean"])) for one in line["phases"]], self.totals[code]
            yield from when(means != [*self.means[code].items()], f"{code}: sus fichas dan otras medias")
            yield from when(total != mine, f"{code}: el puntaje total es {mine} y el archivo dice {total}")
        yield from when(self.lines.keys() != self.groups.keys(), "el cuadro no tiene los grupos del archivo")

    def score(self, group: Row, sheets: list[Row]) -> None:
        means, counted, category = {}, Counted(), group["category"]
        phases = [p for p in self.rules["phases"] if category in p.get("categories", [category])]
        told = {one["phase"]: one for one in group.get("attendance", [])}
        asked = [(told[p["code"]], p["attendance_minimum"]) for p in phases if p.get("attendance_minimum")]
        out = any(one["present"] < exact(minimum) * one["households"] for one, minimum in asked)
        for phase in phases:
            here = [(one, self.points(group, phase, one)) for one in sheets if one["phase"] == phase["code"]]
            counted += [(phase, given) for _, given in here]
            if here:
                means[phase["code"]] = self.phase_mean(phase, here)
            if not out and len(here) < max(1, phase.get("quorum") or self.scoring["quorum"]):
                raise ValueError(f"{group['code']} tiene menos fichas que el quórum en {phase['code']}")
        self.means[group["code"]] = means
        self.totals[group["code"]] = None if out or self.is_failed(counted) else sum(means.values(), ZERO)

    def points(self, group: Row, phase: Row, sheet: Row) -> dict[str, Fraction]:
        steps, asked = self.scoring.get("marks_per_point", 1), sheet_of(phase, self.class_of(sheet))
        found = {c["code"]: computed(group, phase, c) for c in asked if c.get("scale") == "register"}
        marked = (c["code"] for c in asked if c["code"] not in found)
        return found | {code: Fraction(sheet["marks"][code], steps) for code in marked}

    def phase_mean(self, phase: Row, sheets: Counted) -> Fraction:
        worth = {c["code"]: factor(phase, c) for c in phase["criteria"]}
        sums = [(self.class_of(one), sum(given[c] * worth[c] for c in given)) for one, given in sheets]
        by_class = {code: [total for other, total in sums if other == code] for code, _ in sums}
        means = {code: Fraction(sum(totals)) / len(totals) for code, totals in by_class.items()}
        if not phase.get("classes"):
            return means[""]
        shares = {one["code"]: one["share"] for one in phase["classes"] if one["code"] in means}
        empty = [one for one in phase["classes"] if one["code"] not in means]
        if any(one.get("when_empty", "blocks") == "blocks" for one in empty):
            raise ValueError(f"faltan fichas de una clase de evaluadores en {phase['code']}")
        whole = sum(shares.values())
        left = sum(one["share"] for one in empty if one["when_empty"] == "shared_out")
        most = {k: sum(worth[c["code"]] * c["max_points"] for c in sheet_of(phase, k)) for k in shares}
        parts = sum((means[k] / most[k] * share for k, share in shares.items()), ZERO)
        return parts * Fraction(phase["max_points"] * (whole + left), 100 * whole)

    def is_failed(self, counted: Counted) -> bool:
        rule = self.scoring.get("disqualifies", "majority")
        for phase, criterion in ((p, c) for p in self.rules["phases"] for c in p["criteria"]):
            code = criterion["code"]
            answers = [given[code] for one, given in counted if one is phase and code in given]
            least = {"majority": len(answers) // 2 + 1, "any": 1, "all": len(answers)}[rule]
            if criterion.get("scale") == "yes_no" and answers and answers.count(ZERO) >= least:
                return True
        return False

    def step_5_1(self) -> Iterator[str]:
        """puntajes impresos"""
        self.told("ranking")
        mark, decimals = value_of(self.scoring["pass_mark"]), self.decimals
        totals = sorted({total for total in self.totals.values() if total is not None})
        while self.is_exact:  # as many decimals as keep the order and the side of the pass mark
            shown = [value_of(rounded(total, decimals, self.policy)) for total in totals]
            sides = [[(one > mark) - (one < mark) for one in some] for some in (totals, shown)]
            if sides[0] == sides[1] and shown == sorted(set(shown)):
                break
            decimals += 1
        for code, line in self.lines.items():
            total = self.totals[code]
            is_other = line["total"] != (total if total is None else rounded(total, decimals, self.policy))
            yield from when(is_other, f"{code}: el puntaje impreso no es el total redondeado según las bases")

    def deciding(self, value: Fraction) -> Fraction:
        return value if self.is_exact else value_of(rounded(value, self.decimals, self.policy))

    def key_of(self, code: str) -> tuple[int, tuple[Fraction, ...]]:
        total, group = self.totals[code], self.groups[code]
        numbers = (self.data.get("draw") or {}).get("numbers")
        if total is None:
            return 2, (ZERO,)
        sent = datetime.fromisoformat(group["submitted_at"]) - datetime(2000, 1, 1, tzinfo=UTC)
        lot = sha256(f"{self.rules['code']}|{numbers}|{code}".encode()).hexdigest() if numbers else "0"
        values: Row = {"more_women": -group["women"], "more_households": -group["households"]}
        values |= {"earlier_entry": sent // timedelta(microseconds=1), "lot": int(lot, 16)}
        links = [*self.scoring["tie_breaks"], {"kind": "lot"}]
        values |= {f"phase_score {key}": -self.deciding(mean) for key, mean in self.means[code].items()}
        chain = (values.get(f"{link['kind']} {link.get('phase') or ''}".strip(), 0) for link in links)
        compared = self.deciding(total)
        return int(compared < value_of(self.scoring["pass_mark"])), (-compared, *map(Fraction, chain))

    def step_5_2(self) -> Iterator[str]:
        """puestos, empates y sorteo"""
        self.told("ranking")
        keys = {code: self.key_of(code) for code in self.lines}
        for code, line in self.lines.items():
            standing, category = STANDINGS[keys[code][0]], self.groups[code]["category"]
            mine = sorted(key for one, key in keys.items() if self.groups[one]["category"] == category)
            place = mine.index(keys[code]) + 1 if standing == "passed" else None
            if (line["standing"], line["place"]) != (standing, place):
                yield f"{code}: le corresponde {standing}, puesto {place}; el archivo dice otra cosa"
            elif place and mine.count(keys[code]) > 1:
                yield f"{code}: comparte el puesto {place} y no hubo sorteo"

    def step_5_3(self) -> Iterator[str]:
        """huella del cierre"""
        lines, sheets = [], []
        for code, line in sorted(self.lines.items()):
            row = {"entry": code, "category": self.groups[code]["category"], "total": line["exact_total"]}
            lines.append({**row, "standing": line["standing"], "place": line["place"]})
        for one in self.sheets:
            row = {"entry": one["group"], "phase": one["phase"], "seal": one.get("seal")}
            sheets.append({**row, "juror": self.jurors[one["juror"]].get("number", 0)})
        sheets.sort(key=lambda one: (one["entry"], one["phase"], one["juror"]))
        closing = {"contest": self.rules["code"], "ranking": lines, "sheets": sheets}
        yield from compare(self.data.get("closing_sha256"), closing, "lo que cerró la calificación")

    def step_6_1(self) -> Iterator[str]:
        """datos del reparto"""
        told, rules = self.told("allocation")["inputs"], self.rules
        yield from compare(self.data["allocation"]["inputs_sha256"], told, "los datos del reparto")
        own, rule = rules.get("allocation", {}), rules.get("allocation_rule", "merit_order")
        terms = TERMS | {key: own[key] for key in READS.get(rule, "").split() if key in own}
        moved = Counter[str]()
        for one in (one for one in self.data.get("moves", []) if not one.get("after")):
            moved[one["source"]] -= one["amount"]["cents"]
            moved[one["target"]] += one["amount"]["cents"]
        nodes, fund = envelopes_of(rules, moved), {"cents": rules["fund"]["cents"] - moved[""]}
        expected = {"contest_code": rules["code"], "rulebook_sha256": digest(rules), "fund": fund}
        expected |= {key: rules["budget"][key] for key in ("min_award", "max_award")}
        expected |= {"pass_mark": self.scoring["pass_mark"], "rule": rule, "terms": terms}
        expected["envelopes"] = [nodes[code][0] for code in sorted(nodes)]
        found = told | {"terms": TERMS | told.get("terms", {})}
        found["envelopes"] = sorted(told["envelopes"], key=lambda one: str(one["category_code"]))
        for key, value in expected.items():
            yield from when(found[key] != value, f"«{key}» no es el de las bases")
        standing = sorted(code for code in self.lines if not self.groups[code].get("withdrawn"))
        listed = sorted(one["code"] for one in told["candidates"])
        yield from when(listed != standing, "los grupos del reparto no son los del cuadro de mérito")
        unread: Row = {"line_code": "", "district_code": "", "counted": {"cents": 0}, "pot": ""}
        for one in told["candidates"]:
            code, group = one["code"], self.groups[one["code"]]
            mine = unread | {"application_id": group["number"], "category_code": group["category"]}
            mine |= {"code": code, "requested": group["requested"]}
            if rules.get("pots"):
                own = {key: f"{group.get(key, '')}|" for key in ("category", "line")}
                own["territory"] = group.get("district", "")
                homes = [c for c, (_, s) in nodes.items() if all(own[k].startswith(s[k]) for k in s)]
                mine["pot"] = homes[-1] if homes else ""  # one inside another is listed after it
            mine |= {key: self.lines[code][key] for key in ("standing", "place", "total")}
            if rule == CHECKED:
                mine |= {"line_code": group.get("line", ""), "district_code": group.get("district", "")}
            parts = [part for part in group.get("own_parts", []) if part["kind"] in terms["counted"]]
            if rule == "within_share":
                mine["counted"] = {"cents": sum(part["amount"]["cents"] for part in parts)}
            yield from when(unread | one != mine, f"{code}: sus datos no son los de su perfil y su puesto")

    def step_6_2(self) -> Iterator[str]:
        """pasos del reparto"""
        inputs, result = self.told("allocation")["inputs"], self.data["allocation"]["result"]
        lines, told_steps = result["lines"], [*result["lines"], *result.get("spills", [])]
        told_steps.sort(key=lambda one: int(one["step"]))
        if inputs["rule"] not in (*REPEATED, CHECKED):
            raise NotTold(f"la regla «{inputs['rule']}» no se repite aquí; sí sus sumas y saldos")
        steps = steps_of(inputs, {one["code"] for one in lines if one["amount"]["cents"]})
        for number, (mine, told) in enumerate(zip(steps, told_steps, strict=True), start=1):
            if told["step"] != number or any(told.get(key) != value for key, value in mine.items()):
                yield f"paso {number}: a {mine.get('code') or mine['target']} le tocan {mine['amount']['cents']}"
        groups = {one["code"]: one for one in inputs["candidates"]}
        for limit in inputs.get("terms", {}).get("limits", []):
            of, code = f"{limit['of']}_code", limit["code"]
            amounts = [one["amount"]["cents"] for one in lines if groups[one["code"]].get(of) == code]
            for kind, value in (("awards", len([one for one in amounts if one])), ("amount", sum(amounts))):
                ends = (limit.get(f"min_{kind}"), limit.get(f"max_{kind}"))
                least, most = (one["cents"] if isinstance(one, dict) else one for one in ends)
                is_out = value < (least or 0) or (most is not None and value > most)
                yield from when(is_out, f"no se cumple el límite de «{code}»")
        if inputs["rule"] == CHECKED:
            raise NotTold("que ningún otro conjunto sume más puntaje; sí los montos, las sumas y los límites")

    def step_6_3(self) -> Iterator[str]:
        """sumas y saldos"""
        inputs, result = self.told("allocation")["inputs"], self.data["allocation"]["result"]
        listed = [sorted(one["code"] for one in part) for part in (result["lines"], inputs["candidates"])]
        yield from when(listed[0] != listed[1], "el reparto no tiene un paso por grupo")
        spills = [(o["source"], o["target"], o["amount"]["cents"]) for o in result.get("spills", [])]
        summaries = []
        for envelope in sorted(inputs["envelopes"], key=lambda one: str(one["category_code"])):
            code = envelope["category_code"]
            went, came = (sum(one[2] for one in spills if one[end] == code) for end in (0, 1))
            whole = balance = envelope["amount"]["cents"] + came
            mine = [one for one in result["lines"] if (one.get("pot") or one["category_code"]) == code]
            for one in mine:
                amount = one["amount"]["cents"]
                balance -= amount
                is_odd = not 0 <= amount <= one["requested"]["cents"] or (amount and not one["place"])
                is_odd = is_odd or one["balance"]["cents"] != balance or balance < 0
                yield from when(is_odd, f"paso {one['step']}: otro monto u otro saldo de {one['code']}")
            states = Counter(one["outcome"] for one in mine)
            yield from when(balance < went, f"de «{code}» subió más de lo que quedaba")
            sums = {"amount": envelope["amount"]["cents"], "awarded": whole - balance, "received": came}
            sums |= {"balance": balance - went, "spilled": went}
            summary = {key: {"cents": cents} for key, cents in sums.items()} | {"category_code": code}
            summaries.append(summary | {"awards": states["awarded"], "reserves": states["reserve"]})
        is_other = [STILL | one for one in result["envelopes"]] != summaries
        yield from when(is_other, "los resúmenes no son la suma de sus pasos")
        given, left = (sum(one[key]["cents"] for one in summaries) for key in ("awarded", "balance"))
        fund, names = inputs["fund"]["cents"], ("fund", "awarded", "balance", "unassigned")
        is_other = [result[key]["cents"] for key in names] != [fund, given, left, fund - given - left]
        yield from when(is_other, "lo adjudicado, los saldos y lo no asignado no suman el fondo")
        yield from compare(self.data["allocation"]["result_sha256"], result, "el resultado del reparto")

    def step_6_4(self) -> Iterator[str]:
        """repartos que quedaron sin efecto"""
        for one in [one for one in self.data.get("undone", []) if one["allocation"]]:
            then, told = Verifier(self.data | one), one["allocation"]
            yield from compare(told["inputs_sha256"], told["inputs"], "los datos de un reparto sin efecto")
            for step in (then.step_6_2, then.step_6_3, *([then.step_7_1] if one["awards"] else [])):
                yield from step()

    def step_7_1(self) -> Iterator[str]:
        """adjudicados"""
        awards = {one["group"]: one for one in self.told("awards")}
        steps = self.told("allocation")["result"]["lines"]
        amounts = {one["code"]: one["amount"]["cents"] for one in steps if one["amount"]["cents"]}
        waiting = {one["code"]: one["requested"]["cents"] for one in steps if one["outcome"] == "reserve"}
        for code in [code for code, one in awards.items() if one.get("reserve") and code in waiting]:
            amounts[code] = min(waiting[code], awards[code]["amount"]["cents"])
        yield from when(awards.keys() != amounts.keys(), "los adjudicados no son los del reparto")
        for code in awards.keys() & amounts.keys():
            assistance = amounts[code] * self.rules["budget"].get("assistance_percent", 40) // 100
            parts = [amounts[code], amounts[code] - assistance, assistance]
            told = [awards[code][key]["cents"] for key in ("amount", "goods", "assistance")]
            is_odd = told != parts or awards[code]["state"] not in ("granted", "void")
            yield from when(is_odd, f"{code}: su monto o sus partes no son los del reparto")

    def step_7_2(self) -> Iterator[str]:
        """documentos"""
        standing = {one["file_sha256"] for one in self.told("documents") if one["state"] == "issued"}
        odd = [one for one in self.papers if sha256(one.read_bytes()).hexdigest() not in standing]
        yield from (f"{one.name} no es ninguno de los documentos vigentes del concurso" for one in odd)
        if not self.papers:
            raise NotTold("compare los documentos que tenga con sus huellas (--document)")

    def report(self) -> Report:
        report: Report = {"passed": [], "failed": [], "not_checked": []}
        for name in sorted(name for name in dir(self) if name.startswith("step_")):
            step, number = getattr(self, name), name.removeprefix("step_").replace("_", ".")
            found: list[tuple[str, str]] = []
            try:
                found.extend(("failed", failure) for failure in step())
            except NotTold as told:
                found.append(("not_checked", str(told)))
            except UNFIT as error:
                found.append(("failed", f"falta un dato o no tiene la forma debida: {error}"))
            for state, text in found or [("passed", "")]:
                report[state].append([number, step.__doc__, text])
        report["not_checked"] += [[f"8.{n}", one, ""] for n, one in enumerate(NEVER_CHECKED, start=1)]
        return report


def once(pairs: list[tuple[str, object]]) -> Row:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("un nombre está dos veces en el mismo objeto")
    return dict(pairs)


def read(content: bytes) -> Row:
    data = json.loads(content.decode(), parse_float=int, parse_constant=int, object_pairs_hook=once)
    digest(data)  # refuses halves of a character
    return dict(data)


def written(report: Report) -> str:
    signs = {"failed": "FALLA", "not_checked": "no comprobado", "passed": "bien"}
    lines = [f"{signs[key]:14} {' — '.join(filter(None, one))}" for key in signs for one in report[key]]
    verdict = "El resultado NO se confirma." if report["failed"] else "Todo lo comprobado concuerda."
    return "\n".join([*lines, verdict, ""])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Recalcula el resultado de un concurso desde su paquete.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--sha256", help="la huella que se publicó")
    parser.add_argument("--document", type=Path, action="append", default=[], help="un PDF del concurso")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        verifier = Verifier(read(given.bundle.read_bytes()), given.sha256, given.document)
    except (*UNFIT, OSError) as error:
        sys.stderr.write(f"1.1 — el archivo no se puede usar ({error}). Descárguelo otra vez.\n")
        return 2
    report = verifier.report()
    as_json = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.write(as_json if given.json else written(report))
    return 1 if report["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
