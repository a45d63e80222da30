"""How a problem is answered: as a page for browsers, as problem details for everyone else."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from lhs_api.asgi import Scope, Send, asked_path, headers_of, pairs_of, respond, say_problem
from lhs_api.negotiation import language_of, preferred
from lhs_api.problems import MEDIA_TYPE, ProblemError
from lhs_api.request_ids import REQUEST_ID
from lhs_api.workers import WorkerProblemError
from lhs_graph.messages import languages
from lhs_graph.publication.forms import HTML, with_charset
from lhs_graph.publication.html import problem_html

__all__ = ["answer_problem", "language_of_scope"]

_POLICY: Final = "default-src 'self'; frame-ancestors 'none'"
_VARY: Final = "Accept, Accept-Language"
_OURS: Final = 500


async def answer_problem(
    scope: Scope,
    send: Send,
    problem: ProblemError | WorkerProblemError,
    *,
    vary: str = _VARY,
    language: str = "",
) -> None:
    """Answer a request with a problem; one of ours has the request id that the log has, too.

    Args:
        scope: the request.
        send: where the answer goes.
        problem: what it is answered with.
        vary: what the answer depends on.
        language: that of the answer, where more than the address and the headers may say it.
    """
    language = language or language_of_scope(scope)
    path = asked_path(scope)
    if isinstance(problem, ProblemError):
        members, own = problem.members(language, path), dict(problem.headers)
    else:
        members, own = {"instance": path, **problem.members}, {}
    if members["status"] == _OURS:
        members["request_id"] = REQUEST_ID.get()
    headers = {"Content-Language": language, "Vary": vary, **own}
    only_head = scope["method"] == "HEAD"
    accept = headers_of(scope).get("accept", "*/*")
    if preferred(accept, (MEDIA_TYPE, HTML)) != HTML:
        await say_problem(send, members, headers.items(), head_only=only_head)
        return
    headers |= {
        "Content-Type": with_charset(HTML),
        "Cache-Control": "no-store",
        "Content-Security-Policy": _POLICY,
    }
    root = f"{str(scope.get('root_path', '')).rstrip('/')}/"
    content = problem_html(members, language, root, _translations(scope)).encode()
    await respond(send, int(members["status"]), headers.items(), content, head_only=only_head)


def language_of_scope(scope: Scope) -> str:
    """The language of what is answered: that of the parameter `lang`, else of Accept-Language."""
    try:
        asked = dict(pairs_of(scope["query_string"].decode("latin-1"))).get("lang")
    except ProblemError:
        asked = None
    return language_of(asked, headers_of(scope).get("accept-language", ""), languages())


def _translations(scope: Scope) -> Mapping[str, str]:
    """The same address in each language; none where going there would not ask the same."""
    if scope["method"] not in ("GET", "HEAD"):
        return {}
    try:
        pairs = pairs_of(scope["query_string"].decode("latin-1"))
    except ProblemError:
        pairs = []
    asked = [(name, value) for name, value in pairs if name != "lang"]
    return {one: f"?{urlencode([*asked, ('lang', one)])}" for one in languages()}
