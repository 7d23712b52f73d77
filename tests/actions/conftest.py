import pytest

from evidence_kit import actions
from evidence_kit.model import Surroundings


@pytest.fixture
def vault(tmp_path):
    """A real vault on disk with a cheap key slot, closed when the test ends."""
    around = Surroundings(scrypt_log_n=10, state_folder=tmp_path / "state")
    created = actions.create_vault(tmp_path / "vault", "river lamp seven coat ajar", around)
    with created.vault as vault:
        yield vault
