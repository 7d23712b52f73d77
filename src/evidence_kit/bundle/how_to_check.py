"""``HOW-TO-CHECK.txt``: how anyone checks a bundle with what their computer has already."""

from __future__ import annotations

from evidence_kit.bundle.manifest import SIGNATURE_NAMESPACE, SIGNER, SUMS, SUMS_RAW, SUMS_SSH
from evidence_kit.bundle.matter import Matter
from evidence_kit.words import _, head_code, utc_text

HOW_TO_CHECK = "HOW-TO-CHECK.txt"

SSH_LINE = (
    f"ssh-keygen -Y verify -f allowed_signers -I {SIGNER} -n {SIGNATURE_NAMESPACE} -s {SUMS_SSH} < {SUMS}"
)
OPENSSL_LINE = f"openssl pkeyutl -verify -pubin -inkey vault.pub.pem -rawin -in {SUMS} -sigfile {SUMS_RAW}"
SCRIPT_LINE = "python3 -I verify.py"
LINUX_LINE = f"sha256sum -c {SUMS}"
MAC_LINE = f"shasum -a 256 -c {SUMS}"
ONE_FILE_LINES = (
    ("Windows", "certutil -hashfile FILE SHA256"),
    ("Windows PowerShell", "Get-FileHash -Algorithm SHA256 FILE"),
    ("macOS", "shasum -a 256 FILE"),
    ("Linux", "sha256sum FILE"),
)
POWERSHELL_LINE = (
    f"Get-Content {SUMS} | ForEach-Object {{ $sum, $name = $_ -split '  ', 2; "
    "if ((Get-FileHash -Algorithm SHA256 -LiteralPath $name).Hash -eq $sum) "
    '{ "$name OK" } else { "$name CHANGED OR MISSING" } }'
)


def shown_by_a_hash() -> tuple[str, ...]:
    """What a matching fingerprint shows and what it does not, as sentences for the report and the text file."""
    return (
        _(
            "A matching SHA-256 value shows that a file is the same, byte for byte, as when it was added to the vault."
        ),
        _("It does not show who wrote a message, who made a picture, or that what they show is genuine."),
        _(
            "It does not show that this computer's clock was right. Times marked as this computer's are what its clock said."
        ),
        _(
            "The signature shows that the list of files was made by whoever holds the vault's key. The person who holds the vault holds the key."
        ),
        _(
            "The custody log shows the order in which things were done. It shows nothing about the time before a file was added."
        ),
    )


def how_to_check_text(matter: Matter) -> str:
    """The whole text file, in the language in force."""
    parts = (
        _intro(matter),
        _files_section(),
        _signature_section(matter),
        _script_section(),
        _limits_section(),
    )
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _intro(matter: Matter) -> tuple[str, ...]:
    return (
        _("HOW TO CHECK THIS FOLDER"),
        "",
        _("Made by Evidence Kit {version}, {time}.").format(
            version=matter.program_version, time=utc_text(matter.made_at)
        ),
        _("Open report.pdf first. The files as they were added are in the folder originals."),
        _("Evidence Kit is not needed to check anything. Open a command line in this folder."),
    )


def _files_section() -> tuple[str, ...]:
    return (
        _("1. ARE THE FILES UNCHANGED?"),
        "",
        _("SHA256SUMS lists every file here with its SHA-256 value. Check all of them at once:"),
        "",
        f"   Linux:               {LINUX_LINE}",
        f"   macOS:               {MAC_LINE}",
        f"   Windows PowerShell:  {POWERSHELL_LINE}",
        "",
        _("Or check one file, and compare all 64 characters with SHA256SUMS or with the report:"),
        "",
        *(f"   {system + ':':<20} {line}" for system, line in ONE_FILE_LINES),
    )


def _signature_section(matter: Matter) -> tuple[str, ...]:
    return (
        _("2. IS THE LIST OF FILES THE ONE THAT WAS SIGNED?"),
        "",
        _("OpenSSH 8.1 or newer (in macOS, Linux and current Windows). It must say: Good signature."),
        "",
        f"   {SSH_LINE}",
        "",
        _(
            'PowerShell does not know the sign "<". There, run the line in cmd, or put  cmd /c "  before it and  "  after it.'
        ),
        "",
        _("Or OpenSSL 3 or newer. It must say: Signature Verified Successfully."),
        "",
        f"   {OPENSSL_LINE}",
        "",
        _("Both use the key that lies in this folder. Its fingerprint is:"),
        "",
        f"   {matter.key_fingerprint}",
        "",
        _(
            "Compare it with page 1 of the report, or better with a copy on paper that you were given earlier: someone who exchanges files could exchange the key beside them."
        ),
    )


def _script_section() -> tuple[str, ...]:
    return (
        _("3. EVERYTHING AT ONCE, WITH THE CUSTODY LOG"),
        "",
        _("With Python 3.8 or newer. The script is short, uses nothing else, and writes nothing:"),
        "",
        f"   {SCRIPT_LINE}",
        "",
        _("On Windows:"),
        "",
        "   py -I verify.py",
        "",
        _(
            "custody-log.jsonl holds one line for each entry of the vault's log. An entry that is not about this bundle is given as a hash alone; the chain can still be followed. checkpoint.txt is the signed head of the log."
        ),
    )


def _limits_section() -> tuple[str, ...]:
    return (_("WHAT THIS SHOWS AND WHAT IT DOES NOT SHOW"), "", *(f"- {line}" for line in shown_by_a_hash()))


def head_line(matter: Matter) -> str:
    """The head of the log for paper: the code and the number of its last entry."""
    return _("{code}, entry {seq}").format(code=head_code(matter.checkpoint.head), seq=matter.checkpoint.seq)
