import pytest

from evidence_kit import assets
from evidence_kit.errors import AssetInvalid


def test_every_recipient_that_ships_can_be_read():
    ids = assets.recipient_ids()
    assert {"police-us", "police-generic"} <= set(ids)
    for recipient_id in ids:
        recipient = assets.load_recipient(recipient_id)
        assert recipient.title["en"]
        assert recipient.source
        assert recipient.parts


def test_a_missing_file_is_named(tmp_path, monkeypatch):
    with pytest.raises(AssetInvalid) as caught:
        assets.asset_path("recipients", "nobody.toml")
    assert caught.value.name == "recipients/nobody.toml"


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "unknown_key = 1\n" + text,
        lambda text: text.replace("source =", "sauce ="),
        lambda text: text.replace('"cover"', '"kover"'),
        lambda text: "= broken",
        lambda text: text.replace("parts = [", "parts = [1, "),
    ],
)
def test_a_damaged_recipient_file_is_refused_with_its_name(damage, tmp_path, monkeypatch):
    text = assets.asset_path("recipients", "police-us.toml").read_text("utf-8")
    damaged = damage(text)
    assert damaged != text
    (tmp_path / "recipients").mkdir()
    (tmp_path / "recipients" / "police-us.toml").write_text(damaged, "utf-8")
    monkeypatch.setattr(assets, "asset_folder", lambda: tmp_path)
    with pytest.raises(AssetInvalid) as caught:
        assets.load_recipient("police-us")
    assert caught.value.name == "recipients/police-us.toml"
