"""A sentence that is kept and shown: its catalogue key in Spanish and the values it names.

Kept as data it is the record itself: the Spanish text, whatever becomes of the catalogue later.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with `%(name)s` parameters. Without parameters the message is the text as it stands."""

    message: str
    params: Mapping[str, str] = dataclasses.field(default_factory=lambda: _NOTHING)

    @property
    def text(self) -> str:
        """Give the Spanish sentence with its parameters filled in."""
        return self.message % self.params if self.params else self.message


def text_of(sentences: tuple[Sentence, ...]) -> str:
    """Write sentences one after another, in Spanish, as documents print them."""
    return " ".join(sentence.text for sentence in sentences)
