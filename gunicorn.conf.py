"""How gunicorn serves the portal, read by itself when it is started here; what its command line says counts more."""

workers = 4
threads = 128
"""Four of a process work at once, the others wait at the door (contest_portal/web/shared/arrival.py)."""
worker_class = "contest_portal.kernel.hearing_worker.HearingWorker"
worker_connections = 1000
"""What waits beyond the threads of a process was heard too, and has its instant."""
backlog = 2048
