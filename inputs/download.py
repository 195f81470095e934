"""The only place that uses the network: an address is read with a time-out, some tries and a limit, or said not to be.

`ssl` takes the certificates of the system, so that it works behind the filter of a government network.
"""

import json
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from regietafel import __version__
from regietafel.model.errors import DataError, Finding

TRIES = 3
FIRST_PAUSE = 2.0
"""Seconds before the second try; each next pause is twice as long."""
TIME_OUT, LONGEST = 60.0, 600.0
MOST_BYTES = 50_000_000
MOST_PAGES = 100
PIECE = 65_536
TRY_AGAIN = (429, 500, 502, 503, 504)
SENDER = f"regietafel/{__version__}"


@dataclass(frozen=True)
class Client:
    """How an address is read.

    Parameters
    ----------
    time_out : float
        Seconds without an answer after which a try fails.
    longest : float
        Seconds after which a whole answer must be there, also when it keeps coming.
    pause : callable
        Waits a number of seconds.
    by_hand : str
        What somebody without network can fetch elsewhere.
    """

    time_out: float = TIME_OUT
    longest: float = LONGEST
    pause: Callable[[float], None] = time.sleep
    by_hand: str = ""

    def get(self, address: str) -> bytes:
        """Return what an address answers.

        Raises
        ------
        DataError
            If it cannot be reached in three tries, refuses, sends too much, or sends on to another host.
        """
        reason = ""
        for number in range(TRIES):
            if number:
                self.pause(FIRST_PAUSE * 2 ** (number - 1))
            try:
                return self._once(address)
            except HTTPError as error:
                reason = f"HTTP {error.code}"
                if error.code not in TRY_AGAIN:
                    raise _failed("download_refused", address, status=reason) from error
            except (URLError, OSError, HTTPException, ValueError) as error:
                # What is no HTTP, and a redirection to what is no address, are no URLError.
                reason = " ".join(str(getattr(error, "reason", "") or error).split()) or type(error).__name__
        raise _failed("download_no_network", address, reason=reason[:200], by_hand=self.by_hand or address)

    def _once(self, address: str) -> bytes:
        opener = build_opener(_SameHost(), HTTPSHandler(context=ssl.create_default_context()))
        request = Request(address, headers={"User-Agent": SENDER, "Accept": "application/json"})
        content, end = bytearray(), time.monotonic() + self.longest
        with opener.open(request, timeout=self.time_out) as answer:
            while piece := answer.read1(PIECE):
                content += piece
                if len(content) > MOST_BYTES:
                    raise _failed("download_too_large", address, megabytes=MOST_BYTES // 1_000_000)
                if time.monotonic() > end:
                    raise TimeoutError(f"{len(content)} bytes, {self.longest:.0f} s")
        return bytes(content)

    def documents(self, address: str, next_of: Callable[[Any], str]) -> Iterator[tuple[str, bytes, Any]]:
        """Yield address, bytes and JSON of every page of an answer.

        Parameters
        ----------
        address : str
            The first page.
        next_of : callable
            Takes the JSON of a page and gives the address of the next one, or an empty text.

        Raises
        ------
        DataError
            If a page cannot be had or is no JSON, the next one lies on another host, or there is no end to it.
        """
        seen: set[str] = set()
        while address:
            if address in seen or len(seen) >= MOST_PAGES:
                raise _failed("download_broken", address, reason=f"{len(seen)} pages")
            seen.add(address)
            content = self.get(address)
            try:
                document = json.loads(content)
            except (ValueError, RecursionError) as error:
                raise _failed("download_broken", address, reason=str(error)[:200]) from error
            if not isinstance(document, dict):
                raise _failed("download_broken", address, reason=type(document).__name__)
            yield address, content, document
            following = next_of(document)
            address, before = _joined(address, following) if following else "", address
            if address and not same_host(before, address):
                raise _failed("download_other_host", before, next=address)


class _SameHost(HTTPRedirectHandler):
    """Follow a redirection only to the same host, and never from a safe address to an unsafe one."""

    def redirect_request(self, *words: Any, **named: Any) -> Request | None:
        request, target = words[0], _joined(words[0].full_url, words[5])
        if not same_host(request.full_url, target):
            raise _failed("download_other_host", request.full_url, next=target)
        return super().redirect_request(*words, **named)


def listed(page: Mapping[str, Any], name: str) -> list[Any]:
    """Return a list that a page of an answer has; one that has none, or something else there, has nothing."""
    found = page.get(name)
    return found if isinstance(found, list) else []


def _joined(address: str, following: str) -> str:
    """Return an address as it stands on another one.

    Raises
    ------
    DataError
        If it is none.
    """
    try:
        found = urljoin(address, following)
        urlsplit(found)
    except ValueError as error:
        raise _failed("download_broken", address, reason=str(error)[:200]) from error
    return found


def with_query(address: str, query: Mapping[str, str]) -> str:
    """Return an address with a query, its values written as an address wants them."""
    return f"{address}?" + "&".join(f"{key}={quote(value)}" for key, value in query.items())


def same_host(one: str, other: str) -> bool:
    """Whether two addresses have the same scheme and host."""
    return urlsplit(one)[:2] == urlsplit(other)[:2]


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return sha256(content).hexdigest()


def _failed(code: str, address: str, **params: Any) -> DataError:
    return DataError(Finding(code, params={"address": address, **params}))
