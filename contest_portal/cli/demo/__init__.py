"""The demonstration contest: believable, invented people, told through the same services that pages call."""
