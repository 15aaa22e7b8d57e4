"""Acts that a deadline decides about: none is taken while the portal's clock is behind what its log has seen."""

from contest_portal.kernel.clock_watch import require_running_clock
from contest_portal.web.shared.arrival import arrived_at
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.timed_acts import is_timed_act


def require_clock_for_deadlines() -> None:
    """Refuse such an act before anything of it is looked at. Raises WrongState."""
    if is_timed_act():
        require_running_clock(read_session(), arrived_at())
