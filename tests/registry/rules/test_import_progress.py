"""How far the reading of a file is."""

import pytest

from contest_portal.registry.rules.import_progress import STAGE_SENTENCES, ImportStage, Progress


@pytest.mark.parametrize(
    ("progress", "percent"),
    [
        (Progress(), 0),
        (Progress(ImportStage.READING, 0, 1_000), 0),
        (Progress(ImportStage.READING, 500, 1_000), 40),
        (Progress(ImportStage.READING, 999, 1_000), 79),
        (Progress(ImportStage.READING, 1_500, 1_000), 80),
        (Progress(ImportStage.READING, 2_000), 0),
        (Progress(ImportStage.COMPARING, 1_000, 1_000), 80),
        (Progress(ImportStage.WRITING, 1_000, 1_000), 85),
        (Progress(ImportStage.TARGETING, 1_000, 1_000), 95),
    ],
    ids=["start", "first", "half", "last", "longer than thought", "unknown", "compare", "write", "target"],
)
def test_share_grows_with_the_lines_and_then_by_stages(progress: Progress, percent: int) -> None:
    assert progress.percent == percent


def test_every_stage_has_its_words() -> None:
    assert set(STAGE_SENTENCES) == set(ImportStage)
