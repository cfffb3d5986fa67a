from tests.apps.assessment.conftest import filled, run

__all__ = ["filled", "run"]
