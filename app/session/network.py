"""From the settings of the network to the options of a connection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from app.core.settings import ProxyMode
from app.net.options import NamedProxy, NetOptions, ProxyChoice, ProxyRule

if TYPE_CHECKING:
    from app.core.settings import NetworkSettings
    from app.engine.keys import Keys


def net_options(network: NetworkSettings, keys: Keys, *, is_near: bool = False) -> NetOptions:
    """Return how servers are reached; `is_near`: one on this computer, so that no proxy matters.

    May ask the keychain for the proxy's password, and so its owner. Raises ZimuError.
    """
    ca_file = Path(network.ca_file) if network.ca_file else None
    if is_near:
        return NetOptions(ca_file=ca_file)
    return NetOptions(ca_file=ca_file, proxy=_proxy(network, keys))


def _proxy(network: NetworkSettings, keys: Keys) -> ProxyChoice:
    match network.proxy:
        case ProxyMode.SYSTEM:
            return ProxyRule.SYSTEM
        case ProxyMode.NONE:
            return ProxyRule.NONE
        case ProxyMode.URL:
            return NamedProxy(network.proxy_url, keys.proxy_password(network.proxy_url))
        case _:
            assert_never(network.proxy)
