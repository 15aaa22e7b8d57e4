"""Test mode: the rules of a draft carried through a whole contest with invented people, leaving nothing behind."""
