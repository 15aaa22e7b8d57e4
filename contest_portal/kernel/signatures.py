"""Checking ECDSA signatures over P-256 with SHA-256, as browsers make them (WebCrypto, IEEE P1363 form).

Only checking, and only with public keys: nothing secret passes through here, so that the time it takes tells nothing.
FIPS 186-5, 6.4.2; the curve is that of SEC 2, 2.4.2. Points are held in Jacobian coordinates: one inversion in all.
"""

from hashlib import sha256

from contest_portal.kernel.canonical import sha256_hex

PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_UNCOMPRESSED = "04"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""For codes that people copy: no I, L, O or U."""
Jacobian = tuple[int, int, int]
_NOWHERE: Jacobian = (1, 1, 0)


def is_public_key(key: str) -> bool:
    """Tell whether 130 hexadecimal digits are a point of the curve, uncompressed."""
    return _point(key) is not None


def is_signed(message: bytes, signature: str, key: str) -> bool:
    """Tell whether the signature (r and s, 128 hexadecimal digits) of a message was made with the key."""
    point = _point(key)
    numbers = _numbers(signature, 128)
    if point is None or numbers is None:
        return False
    r, s = numbers
    if not (0 < r < ORDER and 0 < s < ORDER):
        return False
    digest = int.from_bytes(sha256(message).digest())
    inverse = pow(s, -1, ORDER)
    x = _sum_of_multiples(digest * inverse % ORDER, r * inverse % ORDER, point)
    return x is not None and x % ORDER == r


def key_code(key: str) -> str:
    """Give the 20 characters by which a person tells a public key from another: 100 bits of its SHA-256."""
    number = int(sha256_hex(bytes.fromhex(key))[:25], 16)
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(95, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, 20, 4))


def multiply(factor: int, point: tuple[int, int]) -> tuple[int, int]:
    """Give a multiple of a point, 0 < factor < ORDER; tests sign with it."""
    total = _NOWHERE
    for bit in bin(factor)[2:]:
        total = _doubled(total)
        total = _added(total, point) if bit == "1" else total
    return _plain(total)


def _numbers(text: str, digits: int) -> tuple[int, int] | None:
    if len(text) != digits or not set(text) <= set("0123456789abcdef"):
        return None
    return int(text[: digits // 2], 16), int(text[digits // 2 :], 16)


def _point(key: str) -> tuple[int, int] | None:
    numbers = _numbers(key.removeprefix(_UNCOMPRESSED), 128) if key.startswith(_UNCOMPRESSED) else None
    if numbers is None:
        return None
    x, y = numbers
    is_on_curve = (y * y - (x * x * x - 3 * x + _B)) % PRIME == 0
    return (x, y) if x < PRIME and y < PRIME and is_on_curve else None


def _sum_of_multiples(first: int, second: int, point: tuple[int, int]) -> int | None:
    """Give x of `first` times the base and `second` times the point; None for the point at infinity."""
    together = _added((*BASE, 1), point)
    both = None if together[2] == 0 else _plain(together)
    total = _NOWHERE
    for place in range(max(first.bit_length(), second.bit_length()) - 1, -1, -1):
        total = _doubled(total)
        of_base, of_point = first >> place & 1, second >> place & 1
        if of_base and of_point:
            total = total if both is None else _added(total, both)
        elif of_base or of_point:
            total = _added(total, BASE if of_base else point)
    return None if total[2] == 0 else _plain(total)[0]


def _doubled(point: Jacobian) -> Jacobian:
    x, y, z = point
    if not z or not y:
        return _NOWHERE
    y_squared = y * y % PRIME
    z_squared = z * z % PRIME
    s = 4 * x * y_squared % PRIME
    slope = 3 * (x - z_squared) * (x + z_squared) % PRIME
    new_x = (slope * slope - 2 * s) % PRIME
    return new_x, (slope * (s - new_x) - 8 * y_squared * y_squared) % PRIME, 2 * y * z % PRIME


def _added(point: Jacobian, other: tuple[int, int]) -> Jacobian:
    x, y, z = point
    if not z:
        return (*other, 1)
    z_squared = z * z % PRIME
    across = (other[0] * z_squared - x) % PRIME
    up = (other[1] * z_squared * z - y) % PRIME
    if not across:
        return _NOWHERE if up else _doubled(point)
    squared = across * across % PRIME
    cubed = across * squared % PRIME
    middle = x * squared % PRIME
    new_x = (up * up - cubed - 2 * middle) % PRIME
    return new_x, (up * (middle - new_x) - y * cubed) % PRIME, z * across % PRIME


def _plain(point: Jacobian) -> tuple[int, int]:
    x, y, z = point
    inverse = pow(z, -1, PRIME)
    squared = inverse * inverse % PRIME
    return x * squared % PRIME, y * squared * inverse % PRIME
