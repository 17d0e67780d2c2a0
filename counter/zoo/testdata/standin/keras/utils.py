from . import layers


def clear_session():
    layers.counts.clear()
