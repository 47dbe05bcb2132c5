"""Which addresses a visit's words may be sent to."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import EndpointNotAllowed

_LOCAL_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8",  # loopback, RFC 1122
        "::1/128",
        "10.0.0.0/8",  # private use, RFC 1918
        "172.16.0.0/12",
        "192.168.0.0/16",
        "fc00::/7",  # unique local, RFC 4193
        "169.254.0.0/16",  # link-local, RFC 3927
        "fe80::/10",
    )
)


def is_local(address: str) -> bool:
    """True when an IP address, as text, is this computer's own, private or link-local."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return any(ip in network for network in _LOCAL_NETWORKS if network.version == ip.version)


def check_address(endpoint: Endpoint) -> None:
    """Raise EndpointNotAllowed unless the address may be used, as far as the address itself tells.

    https is always allowed. http needs the tick and a host on this computer or the local network; a name is
    resolved at the time of sending, when every address it has must be local and one of those checked is
    connected to (see desktop.network.connection). Nothing is resolved or sent here.
    """
    try:
        url = urlsplit(endpoint.base_url)
        host = url.hostname or ""
        url.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise EndpointNotAllowed("The endpoint's address cannot be read. Check it in Settings.") from error
    if url.scheme not in {"http", "https"} or not host:
        raise EndpointNotAllowed(
            "The endpoint's address must begin with https:// (or http:// on this network). Check it in Settings."
        )
    if not _is_plain(endpoint.base_url):
        raise EndpointNotAllowed(
            "The endpoint's address holds a space or a letter that no address has. Check it in Settings."
        )
    if not _is_plain(endpoint.api_key):
        raise EndpointNotAllowed(
            "The API key holds a space or a letter that no key has. Enter it again in Settings."
        )
    if "@" in url.netloc:
        raise EndpointNotAllowed(
            "The endpoint's address holds a user name or password. Put the key into its own field in Settings."
        )
    if url.scheme == "https":
        return
    if not endpoint.allow_plain_http:
        raise EndpointNotAllowed(
            f"The address of {host} is not encrypted (http). Use https, or allow plain http to this network in Settings."
        )
    try:
        local = is_local(host)
    except ValueError:
        return  # a name, not an address: checked when it is resolved
    if not local:
        raise public_http(host)


def _is_plain(text: str) -> bool:
    """True for what can stand in a request's address or header: visible ASCII."""
    return all("!" <= character <= "~" for character in text)


def public_http(host: str) -> EndpointNotAllowed:
    """The refusal of plain http to a host outside this computer and the local network."""
    return EndpointNotAllowed(
        f"{host} is not on this computer or the local network, so plain http is refused. Use its https address."
    )
