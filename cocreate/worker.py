"""The worker process: does long work beside the server, on the same database."""

from cocreate.app import create_app
from cocreate.core import jobs
from cocreate.settings import Settings


def main() -> None:
    """Work until told to stop."""
    settings = Settings.from_environment()
    if settings.jobs == "inline":
        raise SystemExit(
            "COCREATE_JOBS=inline does every task at once in the asking process: there is nothing for a worker to do."
        )
    app = create_app(settings)
    with app.app_context():
        jobs.start_abandoned(app)
        jobs.do_the_hourly()  # a worker that never runs at the right minute keeps every promise all the same
    consumer = app.extensions["cocreate_huey"].create_consumer(
        workers=1, worker_type="thread", initial_delay=0.1, max_delay=1.0, backoff=1.2, check_worker_health=True
    )
    consumer.run()


if __name__ == "__main__":
    main()
