"""A proof that a row is in the log that a kept state stands for: a small file that is checked without the portal.

It holds the row's hash, the state, and the hashes that lead from one to the other (RFC 6962, section 2.1.1). With the
row's content it also shows what the row says. That the state is the one somebody kept is for them to compare.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from contest_portal.kernel.canonical import Json, canonical_json, sha256_hex
from contest_portal.kernel.checkpoints import Checkpoint
from contest_portal.kernel.merkle import inclusion_proof, is_included, leaf_hash, tree_root
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.records import from_data, to_data
from contest_portal.kernel.strict_json import read_json

FORMAT = "prueba-de-asiento/1"
LONGEST = 2_000_000
"""The bytes of the longest file that is read: a row may say much."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A row by its number and hash, a state of the log, and the hashes between; `content` is canonical JSON."""

    format: str
    row: int
    hash: str
    size: int
    root: str
    steps: tuple[str, ...]
    content: str | None

    @property
    def checkpoint(self) -> Checkpoint:
        """Give the state that the row is in."""
        return Checkpoint(self.size, self.root)


def prove(hashes: Sequence[str], row: int, *, content: Json = None) -> Inclusion:
    """Prove that a row, the first being 1, is among the rows with these hashes. IndexError when it is not."""
    if not 1 <= row <= len(hashes):
        raise IndexError(f"row {row} of {len(hashes)}")
    leaves = [leaf_hash(bytes.fromhex(one)) for one in hashes]
    return Inclusion(
        format=FORMAT,
        row=row,
        hash=hashes[row - 1],
        size=len(hashes),
        root=tree_root(leaves).hex(),
        steps=tuple(step.hex() for step in inclusion_proof(leaves, row - 1)),
        content=None if content is None else canonical_json(content),
    )


def write_inclusion(proof: Inclusion) -> str:
    """Write a proof as a file."""
    return canonical_json(to_data(proof)) + "\n"


def read_inclusion(content: bytes) -> Inclusion:
    """Read what `write_inclusion` wrote. Raises Refused when it is something else."""
    try:
        proof = from_data(Inclusion, read_json(content, longest=LONGEST))
        for one in (proof.hash, proof.root, *proof.steps):
            bytes.fromhex(one)
        if proof.format != FORMAT:
            raise ValueError(f"not of the format {FORMAT}")
    except ValueError as error:
        raise Refused([Problem("inclusion.file", field="file", message=_FILE)]) from error
    return proof


def holds(proof: Inclusion) -> bool:
    """Tell whether the hashes lead from the row to the state, and its content, where given, is that of the row."""
    if proof.content is not None and sha256_hex(proof.content) != proof.hash:
        return False
    return is_included(
        leaf_hash(bytes.fromhex(proof.hash)),
        proof.row - 1,
        size=proof.size,
        root=bytes.fromhex(proof.root),
        proof=[bytes.fromhex(step) for step in proof.steps],
    )


_FILE = N_("El archivo no es una prueba de un asiento: use el que escribió «audit prove».")
