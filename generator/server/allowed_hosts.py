"""Which hosts the preview answers to."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")


def is_loopback(host: str) -> bool:
    """Whether a server that listens on `host` can be reached from this computer only."""
    address = _address(host)
    return address.is_loopback if address else _is_local_name(host)


def is_for_us(host_header: str, listening_on: str) -> bool:
    """Whether a request's `Host` header names this server, which listens on the address or name `listening_on`.

    Any other name may belong to a website that makes its name resolve to this computer in order to read drafts (DNS
    rebinding). IP addresses can't be abused like that: where other computers may reach this server, all are accepted.
    """
    match = _HOST.fullmatch(host_header)
    if not match:
        return False
    name = match[1].lower()
    address = _address(name)
    if is_loopback(listening_on):
        return address.is_loopback if address else _is_local_name(name)
    return address is not None or _is_local_name(name) or name == listening_on.lower()


def is_from_our_page(host_header: str, origin: str, fetch_site: str) -> bool:
    """Whether a request comes from a page of this server, by its `Host`, `Origin` and `Sec-Fetch-Site` headers.

    Browsers send an `Origin` with each request that is no GET. Old ones know no `Sec-Fetch-Site`.
    """
    return origin == f"http://{host_header}" and fetch_site in {"", "same-origin"}


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _is_local_name(name: str) -> bool:
    return name.lower() == "localhost" or name.lower().endswith(".localhost")
