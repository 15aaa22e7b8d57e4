"""The tree of hashes gives the roots of RFC 6962, and proofs that nothing but the true list passes."""

import pytest

from contest_portal.kernel.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    tree_root,
)

ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Published with the log that the RFC describes, for its first entries."""
LEAVES = [leaf_hash(bytes([number])) for number in range(64)]
MOST = len(LEAVES)


def test_the_roots_are_those_of_the_standard() -> None:
    leaves = [leaf_hash(entry) for entry in ENTRIES]

    assert tuple(tree_root(leaves[:size]).hex() for size in range(9)) == ROOTS


def test_the_edge_is_written_and_read_and_grows_on() -> None:
    edge = Frontier()
    for size, leaf in enumerate(LEAVES):
        edge = Frontier.read(size, edge.written()).add(leaf)
        assert edge.root() == tree_root(LEAVES[: size + 1])


@pytest.mark.parametrize(("size", "written"), [(1, ""), (2, "00" * 64), (1, "00" * 31), (1, "0x" * 32)])
def test_what_is_no_edge_is_refused(size: int, written: str) -> None:
    with pytest.raises(ValueError, match=r"edge|hexadecimal"):
        Frontier.read(size, written)


def test_every_leaf_is_proven_and_no_other_nor_elsewhere() -> None:
    for size in range(1, MOST + 1):
        leaves, root = LEAVES[:size], tree_root(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            assert is_included(leaves[index], index, size=size, root=root, proof=proof)
            assert not is_included(leaf_hash(b"other"), index, size=size, root=root, proof=proof)
            assert not is_included(leaves[index], index + size, size=size, root=root, proof=proof)
            assert not is_included(leaves[index], index, size=size, root=root, proof=(*proof, root))


def test_every_beginning_is_proven_and_nothing_else() -> None:
    other = leaf_hash(b"other")
    for size in range(1, MOST + 1):
        leaves, root = LEAVES[:size], tree_root(LEAVES[:size])
        for first in range(1, size + 1):
            begun, proof = tree_root(LEAVES[:first]), consistency_proof(leaves, first)
            assert is_consistent(first, begun, size=size, root=root, proof=proof)
            assert not is_consistent(first, other, size=size, root=root, proof=proof)
            assert not is_consistent(first, begun, size=size, root=other, proof=proof)
            assert not is_consistent(first, begun, size=size, root=root, proof=(*proof, other))


def test_a_list_that_was_written_anew_has_no_proof_against_what_was_kept() -> None:
    for changed in range(1, MOST):
        rewritten = [*LEAVES[: changed - 1], *(leaf_hash(leaf) for leaf in LEAVES[changed - 1 :])]
        for kept in range(changed, MOST):
            proof = consistency_proof(rewritten, kept)
            before, now = tree_root(LEAVES[:kept]), tree_root(rewritten)
            assert not is_consistent(kept, before, size=MOST, root=now, proof=proof)
