"""The fewest letters of difference are looked for first."""

from contest_portal.registry.rules.search_levels import levels


def test_each_level_holds_every_way_to_share_its_letters() -> None:
    near = {"mamni": {"mamani": 1, "mamina": 1, "mani": 2}, "luz": {"luz": 0, "lus": 1}}

    assert list(levels(("mamni", "luz"), near)) == [
        ((("mamani", "mamina"), ("luz",)),),
        ((("mamani", "mamina"), ("lus",)), (("mani",), ("luz",))),
        ((("mani",), ("lus",)),),
    ]


def test_a_word_that_nobody_bears_ends_the_search() -> None:
    assert list(levels(("zzz", "luz"), {"zzz": {}, "luz": {"luz": 0}})) == [(), (), ()]
