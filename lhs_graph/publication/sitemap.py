"""What search engines read first: the addresses of all pages, and what they should leave alone."""

from collections.abc import Iterable
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

__all__ = ["robots", "sitemap"]


def sitemap(url: str, addresses: Iterable[str]) -> str:
    """The sitemap (sitemaps.org, protocol 0.9) of a site at that URL."""
    pages = "".join(
        f"<url><loc>{escape(url + quote(one, safe='/+~@'))}</loc></url>\n" for one in addresses
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n'
    )


def robots(url: str) -> str:
    """The rules for robots (RFC 9309) of a site at that URL: all pages, no queries.

    Robots read them at the root of a host only; from there they match whole paths.
    """
    path = urlsplit(url).path
    return (
        f"User-agent: *\nDisallow: {path}sparql\nDisallow: {path}api/\nSitemap: {url}sitemap.xml\n"
    )
