from dataclasses import fields
from pathlib import Path

import pytest

from evidence_kit import errors
from evidence_kit.error_text import error_words
from evidence_kit.errors import EvidenceKitError

SAMPLES = {"Path": Path("/tmp/somewhere"), "int": 3, "str": "something", "tuple[str, ...]": ("one", "two")}
ALL = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, EvidenceKitError) and value is not EvidenceKitError
]


def sample(error):
    return error(**{field.name: SAMPLES[field.type] for field in fields(error)})


def test_there_are_errors_to_look_at():
    assert len(ALL) > 20


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.__name__)
def test_every_error_says_what_happened_what_it_means_and_what_to_do(error):
    words = error_words(sample(error))
    for sentence in (words.what, words.evidence, words.next_step):
        assert sentence.endswith((".", "?")), sentence
        assert "{" not in sentence
        assert "Error" not in sentence


def test_a_hostile_name_cannot_carry_control_codes_or_markup_tricks_into_a_sentence():
    words = error_words(errors.NotAVault(Path("a\x1b[31m\u202eb\udc80\nc {folder}")))
    assert "\x1b" not in words.what
    assert "\u202e" not in words.what
    assert "\n" not in words.what
    assert "{folder}" in words.what
    words.what.encode("utf-8")
