"""The description of the interface in OpenAPI, in each language, and a page that shows it.

The texts come from the language files, the examples from our own templates and from problems as
they are answered; the page's program comes with the package `fastapi-swagger`, from this service.
"""

from importlib.resources import files
from typing import Annotated, Final

from fastapi import APIRouter, FastAPI, Request
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.responses import Response

from lhs_api.asgi import asked_path
from lhs_api.negotiation import preferred
from lhs_api.problems import ProblemError
from lhs_api.rest.answers import Service
from lhs_api.rest.description import Describer
from lhs_api.rest.wishes import Wishes, wishes
from lhs_graph.messages import languages, sentence
from lhs_graph.publication.forms import HTML

__all__ = ["add_manual"]

_DOCUMENT: Final = "/api/openapi.json"
_PAGE: Final = "/api/docs"
_ASSETS: Final = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}
_POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'"
)


def add_manual(app: FastAPI, service: Service, root: str) -> None:
    """Add `/openapi.json`, the page at `/api/docs`, and what the page needs."""
    describer = Describer(app, service.graph, root)
    app.openapi = lambda: describer.document(languages()[0])  # type: ignore[method-assign]
    router = APIRouter(include_in_schema=False)

    def document(request: Request, wish: Annotated[Wishes, wishes()]) -> Response:
        content = describer.as_json(wish.language)
        return service.tell(request, wish, content)

    for path in ("/openapi.json", _DOCUMENT):
        router.add_api_route(path, document)

    @router.get(_PAGE)
    def page(request: Request, wish: Annotated[Wishes, wishes(("text/html",))]) -> Response:
        prefix = str(request.scope.get("root_path", "")).rstrip("/")
        environment = Environment(
            loader=PackageLoader("lhs_api.rest", "templates"),
            autoescape=select_autoescape(default=True),
        )
        content = environment.get_template("manual.html.j2").render(
            language=wish.language,
            prefix=prefix,
            say=lambda key: sentence(f"manual.{key}", wish.language),
        )
        answer = service.tell(request, wish, content.encode())
        answer.headers["Content-Security-Policy"] = _POLICY
        return answer

    for path in ("/api", "/api/", "/api/v1", "/api/v1/"):
        router.add_api_route(path, _start)

    @router.get("/api/docs/{name}")
    def asset(request: Request, name: str) -> Response:
        headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
        if name == "start.js":
            own = files("lhs_api.rest").joinpath("templates", name).read_bytes()
            return Response(own, headers=headers, media_type="text/javascript")
        if name not in _ASSETS:
            raise ProblemError(404, "not-found", {"path": asked_path(request.scope)})
        content = files("fastapi_swagger").joinpath("resources", name).read_bytes()
        return Response(content, headers=headers, media_type=_ASSETS[name])

    app.include_router(router)


def _start(request: Request) -> Response:
    """The interface's own address leads people to the page, programs to the description."""
    prefix = str(request.scope.get("root_path", "")).rstrip("/")
    document, page = f"{prefix}{_DOCUMENT}", f"{prefix}{_PAGE}"
    people = preferred(request.headers.get("accept", "*/*"), ("application/json", HTML)) == HTML
    headers = {
        "Location": page if people else document,
        "Link": f'<{document}>; rel="service-desc", <{page}>; rel="service-doc"',
        "Vary": "Accept",
    }
    return Response(status_code=303, headers=headers)
