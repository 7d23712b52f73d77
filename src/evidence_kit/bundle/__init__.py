"""From a matter and a recipient to a folder that can be used at once and checked without this program.

No Qt and no vault: a matter hands in values, readers and a function that signs.
"""

from evidence_kit.bundle.build import build_bundle
from evidence_kit.bundle.check import is_bundle, verify_bundle
from evidence_kit.bundle.exhibits import exhibit_mark
from evidence_kit.bundle.matter import BundleChoice, BundleConversation, BundleReport, Matter, PicturePixels

__all__ = [
    "BundleChoice",
    "BundleConversation",
    "BundleReport",
    "Matter",
    "PicturePixels",
    "build_bundle",
    "exhibit_mark",
    "is_bundle",
    "verify_bundle",
]
