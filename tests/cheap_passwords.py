"""Passwords that cost little to hash: hundreds of tests sign in, and none but those of passwords asks what it costs."""

from argon2 import Parameters, Type

from contest_portal.kernel import passwords

CHEAP = Parameters(
    type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=8, parallelism=1
)


def hash_at(cost: Parameters) -> None:
    """Let this process hash at a cost from now on."""
    passwords.COST = cost
    passwords._hasher.cache_clear()
    passwords._decoy.cache_clear()
