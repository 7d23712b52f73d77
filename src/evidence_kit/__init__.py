"""Evidence Kit: keeps evidence safe on one's own computer and hands over a bundle that anyone can check."""

__version__ = "0.1.0"
