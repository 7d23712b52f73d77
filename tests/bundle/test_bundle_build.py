"""A real bundle, checked by tools that know nothing of this program."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from bundle_matter import HOSTILE_NAMES, KEY, Sample, bytes_of, full_sample, hostile_sample, sign_ssh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_kit.assets import load_recipient
from evidence_kit.bundle import (
    BundleChoice,
    BundleReport,
    Matter,
    build_bundle,
    is_bundle,
    verify_bundle,
)
from evidence_kit.bundle import build as build_module
from evidence_kit.bundle.folder import HashingFile
from evidence_kit.bundle.verifier import verify
from evidence_kit.errors import (
    BundleCheckFailed,
    Cancelled,
    DiskFull,
    LanguageUnknown,
    NothingToHandOver,
    NothingToVerify,
    ObjectDamaged,
    PassphraseNotGiven,
    TargetExists,
    VaultDamaged,
)
from evidence_kit.model import CustodyKind, FindingKind, Item, ItemKind, Paper, PdfProfile, no_progress

US = load_recipient("police-us")
CHOICE = BundleChoice(language="en", paper=Paper.A4, profile=PdfProfile.POLICE)

SHA256SUM = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
SSH = "ssh-keygen -Y verify -f allowed_signers -I vault@evidence-kit -n evidence-kit -s SHA256SUMS.sig < SHA256SUMS"
OPENSSL = (
    "openssl pkeyutl -verify -pubin -inkey vault.pub.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.ed25519"
)
OPENSSL_LOG = "openssl pkeyutl -verify -pubin -inkey vault.pub.pem -rawin -in checkpoint.txt -sigfile checkpoint.txt.ed25519"
SCRIPT = [sys.executable, "-I", "verify.py"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BundleReport:
    """One bundle with every kind of thing in it; tests must not change it."""
    out = tmp_path_factory.mktemp("built") / "bundle"
    return build_bundle(full_sample().matter(), US, out, CHOICE)


@pytest.fixture
def bundle(built: BundleReport, tmp_path: Path) -> Path:
    """A copy of the bundle that a test may damage."""
    return Path(shutil.copytree(built.folder, tmp_path / "copy"))


def accepted(command: list[str] | str, folder: Path) -> bool:
    """True if a stock tool, run in the folder, accepts it."""
    line = command if isinstance(command, str) else " ".join(command)
    return subprocess.run(line, shell=True, cwd=folder, capture_output=True, check=False).returncode == 0


def change_one_byte(path: Path) -> None:
    """Turns one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_bundle_holds_exactly_these_files(built: BundleReport) -> None:
    names = set(bytes_of(built.folder))
    assert {name for name in names if not name.startswith("originals/")} == {
        "HOW-TO-CHECK.txt",
        "SHA256SUMS",
        "SHA256SUMS.ed25519",
        "SHA256SUMS.sig",
        "allowed_signers",
        "checkpoint.txt",
        "checkpoint.txt.ed25519",
        "custody-log.jsonl",
        "exhibits.json",
        "messages.jsonl",
        "report.pdf",
        "vault.pub.pem",
        "verify.py",
    }
    assert len(names) == built.files
    assert sum(len(data) for data in bytes_of(built.folder).values()) == built.size_bytes
    assert not built.folder.with_name("bundle.part").exists()


def test_the_originals_are_byte_for_byte_what_the_items_hold(built: BundleReport) -> None:
    sample = full_sample()
    written = {name: data for name, data in bytes_of(built.folder).items() if name.startswith("originals/")}
    assert sorted(written.values()) == sorted(sample.originals.values())
    assert "originals/EK-0001_Screenshot_20261114-181502.png" in written


def test_tools_on_any_computer_accept_it(built: BundleReport) -> None:
    assert accepted(SHA256SUM, built.folder)
    assert accepted(SSH, built.folder)
    assert accepted(OPENSSL, built.folder)
    assert accepted(OPENSSL_LOG, built.folder)
    assert accepted(SCRIPT, built.folder)
    assert verify_bundle(built.folder) == ()


def test_the_lines_in_how_to_check_are_the_ones_that_work(built: BundleReport) -> None:
    text = (built.folder / "HOW-TO-CHECK.txt").read_text("utf-8")
    for line in ("sha256sum -c SHA256SUMS", SSH, OPENSSL, "python3 -I verify.py"):
        assert line in text
    assert "Get-FileHash" in text
    assert "certutil -hashfile FILE SHA256" in text
    assert "shasum -a 256 -c SHA256SUMS" in text


def test_the_script_says_the_fingerprint_that_ssh_keygen_says(built: BundleReport) -> None:
    said = subprocess.run(SCRIPT, cwd=built.folder, capture_output=True, text=True, check=True).stdout
    key = built.folder.parent / "key.pub"
    key.write_text(full_sample().matter().public_key_ssh + "\n")
    other = subprocess.run(["ssh-keygen", "-lf", str(key)], capture_output=True, text=True, check=True).stdout
    key.unlink()
    assert full_sample().matter().key_fingerprint in said
    assert full_sample().matter().key_fingerprint in other


def test_one_changed_byte_in_any_file_is_found_by_each_tool_that_covers_it(bundle: Path) -> None:
    names = sorted(bytes_of(bundle))
    sums = (bundle / "SHA256SUMS").read_text()
    for name in names:
        before = (bundle / name).read_bytes()
        change_one_byte(bundle / name)
        problems = verify.check(bundle)
        signed = {"SHA256SUMS"} & {name} and {"SHA256SUMS.ed25519", "SHA256SUMS.sig"}
        assert ({name} | signed) & {problem.name for problem in problems}, name
        assert verify_bundle(bundle), name
        if f"  {name}\n" in sums:
            assert not accepted(SHA256SUM, bundle), name
        if name in ("SHA256SUMS", "SHA256SUMS.sig", "allowed_signers"):
            assert not accepted(SSH, bundle), name
        if name in ("SHA256SUMS", "SHA256SUMS.ed25519", "vault.pub.pem"):
            assert not accepted(OPENSSL, bundle), name
        (bundle / name).write_bytes(before)
    assert verify.check(bundle) == []


def test_every_single_byte_of_the_small_files_counts(bundle: Path) -> None:
    for name in (
        "SHA256SUMS.sig",
        "SHA256SUMS.ed25519",
        "checkpoint.txt",
        "vault.pub.pem",
        "allowed_signers",
    ):
        before = (bundle / name).read_bytes()
        for place in range(0, len(before), 5):
            changed = bytearray(before)
            changed[place] ^= 1
            (bundle / name).write_bytes(changed)
            sums = verify.read_sums(bundle)
            found = [*verify.check_signatures(bundle), *verify.check_log(bundle, sums)]
            assert found or name == "allowed_signers", (name, place)
            assert [problem for problem in verify.check(bundle) if problem.name == name], (name, place)
        (bundle / name).write_bytes(before)


SMALL_FILES = (
    "SHA256SUMS",
    "SHA256SUMS.sig",
    "SHA256SUMS.ed25519",
    "allowed_signers",
    "checkpoint.txt",
    "checkpoint.txt.ed25519",
    "custody-log.jsonl",
    "vault.pub.pem",
)
NASTY = (
    b"a" * 64 + b"  " + b"n" * 300 + b"\n",
    b"a" * 64 + b"  ../../etc/passwd\n",
    b"a" * 64 + b"  a/../b\n",
    b"a" * 64 + b"  x\n" + b"a" * 64 + b"  x\n",
    b"evidence-kit/v1/" + b"0" * 32 + b"\n" + b"9" * 5000 + b"\n" + b"A" * 43 + b"=\n",
    b"[" * 100_000,
    b'{"seq":' + b"9" * 5000 + b"}",
    b'{"leaf":"zz"}',
    b'{"leaf":"","entry":"\\ud800","salt":""}',
    b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    b"-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
    b"\xff\xfe\x00",
    b"",
)


def parts_of_bundle(built: BundleReport, folder: Path) -> Path:
    """A bundle of its small files alone, so that checking it many times is quick."""
    folder.mkdir()
    for name in SMALL_FILES:
        shutil.copy(built.folder / name, folder / name)
    return folder


def test_no_contents_of_a_file_can_make_the_script_fall_over(built: BundleReport, tmp_path: Path) -> None:
    folder = parts_of_bundle(built, tmp_path / "parts")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.sampled_from(SMALL_FILES),
        st.one_of(st.sampled_from(NASTY), st.binary(max_size=200)),
        st.booleans(),
    )
    def write_and_check(name: str, data: bytes, behind: bool) -> None:
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(before[: len(before) // 2] + data if behind else data)
        try:
            assert verify.check(folder)
        finally:
            (folder / name).write_bytes(before)

    write_and_check()


@pytest.mark.parametrize("name", SMALL_FILES)
@pytest.mark.parametrize("kind", ["missing", "folder", "link"])
def test_a_file_that_is_no_file_is_named_and_nothing_falls_over(bundle: Path, name: str, kind: str) -> None:
    (bundle / name).unlink()
    if kind == "folder":
        (bundle / name).mkdir()
    elif kind == "link":
        (bundle / name).symlink_to("/dev/zero")
    assert name in {problem.name for problem in verify.check(bundle)}


def test_missing_and_added_files_are_named(bundle: Path) -> None:
    (bundle / "messages.jsonl").unlink()
    (bundle / "originals" / "EK-0099_new.png").write_bytes(b"new")
    (bundle / "notes.txt").write_text("mine")
    (bundle / "link").symlink_to("/etc/hostname")
    (bundle / "linked folder").symlink_to("/etc", target_is_directory=True)
    found = {(finding.kind, finding.details["name"]) for finding in verify_bundle(bundle)}
    assert found == {
        (FindingKind.FILE_MISSING, "messages.jsonl"),
        (FindingKind.FILE_NOT_LISTED, "originals/EK-0099_new.png"),
        (FindingKind.FILE_NOT_LISTED, "notes.txt"),
        (FindingKind.FILE_NOT_LISTED, "link"),
        (FindingKind.FILE_NOT_LISTED, "linked folder"),
    }
    said = subprocess.run(SCRIPT, cwd=bundle, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "notes.txt" in said.stdout
    assert "messages.jsonl is listed in SHA256SUMS and is not there" in said.stdout


def sign_again(folder: Path) -> None:
    """What only the holder of the key can do: new fingerprints and signatures for changed files."""
    names = (folder / "SHA256SUMS").read_text().splitlines()
    lines = [
        f"{hashlib.sha256((folder / line[66:]).read_bytes()).hexdigest()}  {line[66:]}\n" for line in names
    ]
    sums = "".join(lines).encode()
    (folder / "SHA256SUMS").write_bytes(sums)
    (folder / "SHA256SUMS.ed25519").write_bytes(KEY.sign(sums))
    (folder / "SHA256SUMS.sig").write_text(sign_ssh(sums, "evidence-kit"))


def test_an_original_that_the_holder_of_the_key_changed_does_not_fit_the_log(bundle: Path) -> None:
    original = next((bundle / "originals").iterdir())
    change_one_byte(original)
    sign_again(bundle)
    assert accepted(SHA256SUM, bundle)
    assert accepted(SSH, bundle)
    assert not accepted(SCRIPT, bundle)
    found = verify_bundle(bundle)
    assert [(finding.kind, finding.details["name"]) for finding in found] == [
        (FindingKind.LOG_EXTRACT_WRONG, f"originals/{original.name}")
    ]


def test_a_log_that_the_holder_of_the_key_cut_does_not_reach_its_signed_head(bundle: Path) -> None:
    log = bundle / "custody-log.jsonl"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-1]))
    sign_again(bundle)
    found = verify_bundle(bundle)
    assert [finding.kind for finding in found] == [FindingKind.LOG_EXTRACT_WRONG]
    assert "and not at the signed head" in found[0].details["reason"]
    assert found[0].details["seq"] == str(len(full_sample().log) - 1)


def test_the_list_of_fingerprints_is_in_the_order_of_names(built: BundleReport) -> None:
    names = [line[66:] for line in (built.folder / "SHA256SUMS").read_text().splitlines()]
    assert names == sorted(names)


def test_a_listed_file_that_became_a_link_is_found(bundle: Path) -> None:
    target = bundle.parent / "elsewhere.jsonl"
    shutil.move(bundle / "messages.jsonl", target)
    (bundle / "messages.jsonl").symlink_to(target)
    assert {finding.kind for finding in verify_bundle(bundle)} >= {FindingKind.FILE_CHANGED}


def test_what_a_system_leaves_in_a_folder_is_not_held_against_it(bundle: Path) -> None:
    (bundle / ".DS_Store").write_bytes(b"x")
    (bundle / "originals" / "Thumbs.db").write_bytes(b"x")
    assert verify_bundle(bundle) == ()
    said = subprocess.run(SCRIPT, cwd=bundle, capture_output=True, text=True, check=True).stdout
    assert ".DS_Store is a file of an operating system" in said


def test_the_script_writes_nothing_and_runs_nothing_that_was_put_beside_it(bundle: Path) -> None:
    before = bytes_of(bundle)
    assert subprocess.run(SCRIPT, cwd=bundle, capture_output=True, check=False).returncode == 0
    plain = [sys.executable, "verify.py"]
    assert subprocess.run(plain, cwd=bundle, capture_output=True, check=False).returncode == 0
    assert bytes_of(bundle) == before
    for module in ("hashlib", "json", "base64", "stat"):
        (bundle / f"{module}.py").write_text("raise SystemExit(0)\n")
    said = subprocess.run(plain, cwd=bundle, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "hashlib.py is not listed" in said.stdout


def test_the_script_says_where_a_hostile_name_is_without_printing_it_raw(bundle: Path) -> None:
    (bundle / "a\x1b[31m\u202egpj.exe").write_bytes(b"x")
    said = subprocess.run(SCRIPT, cwd=bundle, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "\x1b" not in said.stdout
    assert "\\x1b[31m\\u202egpj.exe" in said.stdout


def test_the_same_matter_gives_the_same_bytes(built: BundleReport, tmp_path: Path) -> None:
    again = build_bundle(full_sample().matter(), US, tmp_path / "again", CHOICE)
    assert bytes_of(again.folder) == bytes_of(built.folder)
    assert again.sums_sha256 == built.sums_sha256


def test_cancelling_at_any_point_leaves_nothing(tmp_path: Path) -> None:
    matter, calls = full_sample().matter(), 0

    def count(done: int, total: int) -> None:
        nonlocal calls
        assert 0 <= done <= total
        calls += 1

    build_bundle(matter, US, tmp_path / "whole", CHOICE, count)
    shutil.rmtree(tmp_path / "whole")
    for stop in [1, 2, 3, *range(5, calls, max(1, calls // 8)), calls]:
        left = stop

        def cancel(done: int, total: int) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            build_bundle(matter, US, tmp_path / "out", CHOICE, cancel)
        assert list(tmp_path.iterdir()) == [], stop


def test_a_full_disk_at_any_point_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matter, real = full_sample().matter(), HashingFile.write
    for free_bytes in (0, 100, 5_000, 20_000, 40_000):
        left = free_bytes

        def write(self: HashingFile, data: bytes) -> int:
            nonlocal left
            left -= len(data)
            if left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(self, data)

        monkeypatch.setattr(HashingFile, "write", write)
        with pytest.raises(DiskFull) as caught:
            build_bundle(matter, US, tmp_path / "out", CHOICE)
        assert caught.value.folder == tmp_path
        assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_on_the_disk_while_it_is_read_back_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = verify.check

    def damage_then_check(folder: Path, step: object = None) -> list[verify.Problem]:
        change_one_byte(next((folder / "originals").iterdir()))
        return real(folder)

    monkeypatch.setattr(build_module.verify, "check", damage_then_check)
    with pytest.raises(BundleCheckFailed) as caught:
        build_bundle(full_sample().matter(), US, tmp_path / "out", CHOICE)
    assert caught.value.name.startswith("originals/")
    assert list(tmp_path.iterdir()) == []


def test_hostile_file_names_stay_inside_and_are_still_accepted(tmp_path: Path) -> None:
    report = build_bundle(hostile_sample().matter(), US, tmp_path / "out", CHOICE)
    names = [name for name in bytes_of(report.folder) if name.startswith("originals/")]
    assert len(names) == len(HOSTILE_NAMES)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert accepted(SHA256SUM, report.folder)
    assert accepted(SCRIPT, report.folder)


def test_an_original_that_is_not_what_was_logged_stops_the_bundle(tmp_path: Path) -> None:
    sample = full_sample()
    sample.originals["E-0002"] += b"x"
    with pytest.raises(ObjectDamaged) as caught:
        build_bundle(sample.matter(), US, tmp_path / "out", CHOICE)
    assert caught.value.item_id == "E-0002"
    assert list(tmp_path.iterdir()) == []


def test_an_item_that_the_log_does_not_know_stops_the_bundle(tmp_path: Path) -> None:
    matter = full_sample().matter()
    stranger = replace(matter.items[0], id="E-0077")
    with pytest.raises(VaultDamaged):
        build_bundle(replace(matter, items=(*matter.items, stranger)), US, tmp_path / "out", CHOICE)
    assert list(tmp_path.iterdir()) == []


def test_an_item_that_was_brought_back_after_a_crash_counts_as_logged(tmp_path: Path) -> None:
    sample = Sample()
    sample.add(ItemKind.TEXT, "a.txt", b"abc", in_log=CustodyKind.RECOVERED)
    report = build_bundle(sample.matter(), US, tmp_path / "out", CHOICE)
    assert accepted(SCRIPT, report.folder)


@pytest.mark.parametrize("damage", ["leaf", "order", "head", "cut"])
def test_a_log_that_does_not_chain_stops_the_bundle(tmp_path: Path, damage: str) -> None:
    matter = full_sample().matter()
    entries = list(matter.log)
    if damage == "leaf":
        entries[2] = replace(entries[2], canonical=entries[2].canonical.replace(b"E-0002", b"E-0003"))
    elif damage == "order":
        entries[2], entries[3] = entries[3], entries[2]
    elif damage == "head":
        matter = replace(matter, checkpoint=replace(matter.checkpoint, head=bytes(32)))
    else:
        entries.pop()
    with pytest.raises(VaultDamaged):
        build_bundle(replace(matter, log=tuple(entries)), US, tmp_path / "out", CHOICE)
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_of_some_items_tells_nothing_about_the_others_and_still_checks(tmp_path: Path) -> None:
    sample = full_sample()
    matter = sample.matter()
    some = replace(matter, items=matter.items[1:2])
    report = build_bundle(some, US, tmp_path / "out", CHOICE)
    assert accepted(SCRIPT, report.folder)
    everything = b"".join(bytes_of(report.folder).values())
    assert b"EK-0002_IMG" in everything
    for secret in (b"Screenshot_20261114", b"Trader K", b"k_22_trader", b"drawing.png", b"clip.mp4"):
        assert secret not in everything
    assert b"EK-0001" not in everything.replace(b"EK-0001 line 7", b"")


def test_paths_and_failed_imports_of_the_computer_are_not_handed_over(built: BundleReport) -> None:
    for name, data in bytes_of(built.folder).items():
        assert b"/home/somebody" not in data, name
        assert b"secret-of-another-matter" not in data, name


def test_nothing_ever_opens_or_draws_a_record_only_item(tmp_path: Path) -> None:
    sample = full_sample()
    asked: list[str] = []

    def open_original(item: Item) -> BinaryIO:
        asked.append(item.id)
        return sample.open_original(item)

    def picture(item: Item) -> None:
        asked.append(item.id)

    matter = replace(sample.matter(), open_original=open_original, picture=picture)
    build_bundle(matter, US, tmp_path / "out", CHOICE)
    recorded = {item.id for item in matter.items if item.record_only}
    assert recorded
    assert not recorded & set(asked)


def test_a_bundle_of_record_only_items_alone_is_possible(tmp_path: Path) -> None:
    sample = Sample()
    sample.record_only("phone, chat of 14 November", sha256="ab" * 32)
    report = build_bundle(sample.matter(), US, tmp_path / "out", CHOICE)
    assert not (report.folder / "originals").exists()
    assert accepted(SCRIPT, report.folder)


def test_an_empty_matter_an_unknown_language_and_a_carry_copy_without_password_are_refused(
    tmp_path: Path,
) -> None:
    matter = full_sample().matter()
    with pytest.raises(NothingToHandOver):
        build_bundle(replace(matter, items=()), US, tmp_path / "out", CHOICE)
    with pytest.raises(LanguageUnknown):
        build_bundle(matter, US, tmp_path / "out", replace(CHOICE, language="xx"))
    with pytest.raises(PassphraseNotGiven):
        build_bundle(matter, US, tmp_path / "out", replace(CHOICE, profile=PdfProfile.CARRY))
    assert list(tmp_path.iterdir()) == []


def test_a_taken_target_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(TargetExists):
        build_bundle(full_sample().matter(), US, tmp_path / "out", CHOICE)
    assert list((tmp_path / "out").iterdir()) == []


def test_only_a_folder_with_a_list_of_fingerprints_is_a_bundle(built: BundleReport, tmp_path: Path) -> None:
    assert is_bundle(built.folder)
    assert not is_bundle(tmp_path)
    (tmp_path / "SHA256SUMS").write_text("")
    assert not is_bundle(tmp_path)
    taken = Path(shutil.copytree(built.folder, tmp_path / "taken"))
    (taken / "SHA256SUMS").unlink()
    assert is_bundle(taken)
    assert [finding.kind for finding in verify_bundle(taken)] == [FindingKind.SUMS_SIGNATURE_WRONG]
    with pytest.raises(NothingToVerify):
        verify_bundle(tmp_path)


def test_verifying_can_be_cancelled_and_counts_bytes(built: BundleReport) -> None:
    steps: list[tuple[int, int]] = []
    verify_bundle(built.folder, lambda done, total: steps.append((done, total)))
    assert steps[0][0] == 0
    assert 0 < steps[-1][0] <= steps[-1][1] == built.size_bytes

    def cancel(done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        verify_bundle(built.folder, cancel)


def test_originals_are_streamed_and_never_held_whole(tmp_path: Path) -> None:
    class Trickle(BytesIO):
        largest = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= 1 << 20
            return super().read(size)

    sample = hostile_sample()
    matter: Matter = replace(sample.matter(), open_original=lambda item: Trickle(sample.originals[item.id]))
    build_bundle(matter, US, tmp_path / "out", CHOICE, no_progress)


def log_lines(folder: Path) -> Iterator[str]:
    """The lines of the custody log in a bundle."""
    return iter((folder / "custody-log.jsonl").read_text("ascii").splitlines())


def test_the_log_shows_what_concerns_the_bundle_and_only_hashes_of_the_rest(built: BundleReport) -> None:
    lines = list(log_lines(built.folder))
    assert len(lines) == len(full_sample().log)
    hidden = [line for line in lines if '"entry"' not in line]
    assert len(hidden) == 1
    assert '"salt"' not in hidden[0]
