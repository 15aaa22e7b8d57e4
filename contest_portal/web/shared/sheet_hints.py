"""How a criterion is marked, in sentences: for the call, the bases on paper and the juror's sheet."""

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from contest_portal.contests.rules.sheets import Criterion, Phase, ReasonRule
from contest_portal.kernel.marks import format_points
from contest_portal.web.shared.scale_labels import FACT_LABELS


def criterion_hints(phase: Phase, criterion: Criterion) -> tuple[str, ...]:
    """Say which marks there are and what they mean, when a reason is asked for, and whose question it is."""
    return tuple(_hints(phase, criterion))


def band_lines(criterion: Criterion) -> tuple[str, ...]:
    """Write the bands from the highest: from which share (percent), up to which, how many points."""
    bands = sorted(criterion.bands, key=lambda band: -band.least)
    uppers = [None, *(band.least for band in bands)]
    return tuple(
        _band(
            format_points(band.least * 100),
            None if upper is None else format_points(upper * 100),
            band.points,
        )
        for band, upper in zip(bands, uppers, strict=False)
    )


def _band(least: str, upper: str | None, points: int) -> str:
    worth = ngettext("%(num)s punto", "%(num)s puntos", points)
    if upper is None:
        return gettext("Desde %(least)s %%: %(worth)s", least=least, worth=worth)
    return gettext(
        "Desde %(least)s %% hasta menos de %(upper)s %%: %(worth)s", least=least, upper=upper, worth=worth
    )


def _hints(phase: Phase, criterion: Criterion) -> Iterator[str]:
    for level in criterion.levels:
        yield f"{ngettext('%(num)s punto', '%(num)s puntos', level.points)}: {level.text}"
    if criterion.disqualifies:
        yield gettext("Se contesta sí o no. No da puntos: un «no» puede descalificar y lleva su motivo.")
    if criterion.is_computed and criterion.fact is not None:
        yield gettext("Se calcula con el padrón: %(fact)s.", fact=gettext(FACT_LABELS[criterion.fact.value]))
        yield from band_lines(criterion)
    if criterion.min_points:
        yield gettext("Nota de %(min)s a %(max)s.", min=criterion.min_points, max=criterion.max_points)
    yield from _asked_of_jurors(phase, criterion)


def _asked_of_jurors(phase: Phase, criterion: Criterion) -> Iterator[str]:
    if criterion.reason is ReasonRule.ALWAYS:
        yield gettext("El jurado escribe el motivo.")
    if criterion.reason is ReasonRule.BELOW:
        yield gettext("Con menos de %(mark)s, el jurado escribe el motivo.", mark=criterion.reason_below)
    for one in phase.classes:
        if one.code == criterion.marked_by:
            yield gettext("Lo califica: %(class)s.", **{"class": one.name})
