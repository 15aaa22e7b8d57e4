"""Serving a file that came with an observation."""

from collections.abc import Mapping

from flask import Response

from contest_portal.awards.observation_queries import ObservationView
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.attachment_file import stored_file, withdrawn_words


def file_of(observation: ObservationView, number: int) -> Response:
    """Give it by its number, as a download that runs nothing; NotFound when there is none."""
    for one in observation.files:
        if one.number == number:
            return stored_file(one.sha256, one.media_type, one.name)
    raise NotFound(f"file {number} of observation {observation.id}")


def files_gone(*observations: ObservationView) -> Mapping[str, str]:
    """Say of their files that were withdrawn, by hash, when and by which act."""
    return withdrawn_words([file.sha256 for one in observations for file in one.files])
