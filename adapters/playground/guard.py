"""Who may talk to the playground: this machine's own browser and scripts, and no page from anywhere else."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import hdrs, web

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what a page from elsewhere could cause in this browser, and tell the browser to be strict with ours."""
    if reason := refusal(request):
        return web.json_response({"error": reason}, status=403, headers=_HEADERS)
    response = await handler(request)
    if not response.prepared:
        response.headers.update(_HEADERS)
    return response


def refusal(request: web.BaseRequest) -> str | None:
    """Why this request is not answered, or None.

    A name that is not loopback's in Host means that a page from elsewhere had its own name pointed here
    (DNS rebinding); a foreign Origin that it posts here directly, or opens a socket.
    """
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return "The playground answers on this machine only: http://127.0.0.1 or http://localhost."
    origin = request.headers.get(hdrs.ORIGIN)
    changes = request.method not in {hdrs.METH_GET, hdrs.METH_HEAD}
    opens_socket = request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
    if (
        origin is not None
        and (changes or opens_socket)
        and urlsplit(origin).netloc.lower() != request.host.lower()
    ):
        return "The playground takes no requests from other pages."
    return None
