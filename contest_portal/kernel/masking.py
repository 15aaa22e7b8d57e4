"""How a personal value is masked, one function for each type: enough to tell two of them apart, too little to use.

Each gives something for every text, also for one that was withdrawn when its term of keeping was over.
"""

HIDDEN = "****"


def mask_dni(dni: str) -> str:
    """Show the last four digits of a DNI, or of what a query cut to them; nothing of what is none any more."""
    return f"{HIDDEN}{dni[-4:]}" if len(dni) in {4, 8} and _is_digits(dni) else HIDDEN


def mask_account(number: str | None) -> str:
    """Show the last four digits of a bank account (a CCI of twenty); nothing of a shorter text or of none."""
    return f"{HIDDEN}{number[-4:]}" if number and len(number) >= 12 and _is_digits(number) else HIDDEN


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
