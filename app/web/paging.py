"""Paging: one page of evidence as JSON or CSV, with the way to the next."""

from urllib.parse import urlencode

from fastapi import Request

from app.board.document import CSV, JSON, Document, document
from app.board.notation import encode
from app.board.report import COLUMNS, describe_reports
from app.board.tidy import table
from app.board.view import View
from app.domain.errors import Fault, InvalidQuery
from app.store import reports as store
from app.store.reports import Page, Wanted
from app.web.listing import ListAsked
from app.web.parts import Parts


async def page_of(asked: ListAsked, asking: Wanted, here: Parts) -> Page:
    """Give the page asked for; raises InvalidQuery for a cursor of other pages."""
    oldest_first = asked.recorded_from is not None
    try:
        async with here.database.reading() as session:
            return await store.page(
                session,
                asking,
                cursor=asked.cursor,
                limit=asked.limit,
                newest_first=not oldest_first,
            )
    except store.BadCursor as error:
        detail = f"cursor: {error}; take meta.next of a page with the same filters"
        raise InvalidQuery(detail, (Fault(parameter="query/cursor", detail=detail),)) from error


def listed(request: Request, page: Page, here: Parts, **meta: object) -> Document:
    """Give a page as JSON, disclosed; `meta` is said besides."""
    rows = list(describe_reports(page.rows, here.catalogue))
    told = {"next": page.cursor if page.more else None, "cursor": page.cursor, **meta}
    body = view_of(here).envelope(encode(rows), {row["source"] for row in rows}, **told)
    return document(body, JSON, link=_next(request, page))


def tabled(request: Request, page: Page, here: Parts) -> Document:
    """Give a page as CSV, disclosed."""
    rows = describe_reports(page.rows, here.catalogue)
    return document(table(COLUMNS, rows), CSV, link=_next(request, page))


def _next(request: Request, page: Page) -> str | None:
    """Give the value of a Link header to the next page (RFC 8288), if there is one."""
    return link_to(request, str(page.cursor)) if page.more else None


def link_to(request: Request, cursor: str) -> str:
    """Give the value of a Link header to the page that goes on from a cursor."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    query = urlencode([*asked, ("cursor", cursor)])
    return f'<{request.scope["path"]}?{query}>; rel="next"'


def view_of(here: Parts) -> View:
    """Give the current view for its meta, or an empty one while none is held."""
    return here.board.view or View(catalogue=here.catalogue, contact=here.board.contact)
