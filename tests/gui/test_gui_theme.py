"""Colours that everyone can read, and icons with a known origin."""

import hashlib
import tomllib

import pytest

from evidence_kit.assets import asset_path
from evidence_kit.gui import theme
from evidence_kit.gui.icons import icon_picture


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("fore", "back", "least"), theme.PAIRS, ids=str)
def test_every_colour_stands_out_from_what_it_stands_on(scheme, fore, back, least):
    assert theme.contrast(getattr(scheme, fore), getattr(scheme, back)) >= least


def test_contrast_is_what_the_guidelines_say_it_is():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_red_stands_nowhere_on_the_screen():
    for scheme in (theme.LIGHT, theme.DARK):
        sheet = theme.style_sheet(scheme, 10.5)
        assert scheme.danger not in sheet
        assert scheme.danger_back not in sheet


def test_the_scheme_in_force_is_read_off_the_application(dressed):
    theme.dress(dressed, theme.DARK, 10.5)
    assert theme.colours() is theme.DARK
    theme.dress(dressed, theme.LIGHT, 10.5)
    assert theme.colours() is theme.LIGHT


def test_every_icon_is_listed_with_its_fingerprint_and_can_be_drawn(dressed):
    listed = tomllib.loads(asset_path("icons", "ICONS.toml").read_text("utf-8"))["sha256"]
    files = {path.stem: path for path in asset_path("icons").glob("*.svg")}
    assert files
    assert set(files) == set(listed)
    for name, path in files.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[name]
        image = icon_picture(name, "#FF0000", 24).toImage()
        assert any(
            image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height())
        )


def test_the_words_for_passphrases_are_the_listed_ones():
    listed = tomllib.loads(asset_path("wordlists", "WORDLISTS.toml").read_text("utf-8"))["en"]
    assert hashlib.sha256(asset_path("wordlists", "en.txt").read_bytes()).hexdigest() == listed["sha256"]
