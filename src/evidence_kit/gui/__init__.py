"""The window: the only package that imports Qt. It shows what the actions give, and holds no rule about evidence."""
