"""Headings that several sheets share."""

FAMILIES = "I. Familias"
ORGANISATION = "II. Organización"
COHERENCE = "III. Coherencia de la propuesta"
TERRITORY = "Territorio y cultura"
PRESENTATION = "Presentación"
