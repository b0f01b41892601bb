"""PDFs of typst's put behind one another as one, with their tags: what is read aloud goes on as it is printed."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO

import pikepdf

from reports.pdf.text import make_text_exact

Object = pikepdf.Object


def join_pdfs(parts: Iterable[tuple[bytes, int | None]]) -> bytes:
    """One PDF of the first so many pages of each, all where it is None, their text layer made exact.

    What is of a document as a whole is the first one's.
    """
    with ExitStack() as opened:
        # All stay open: what was copied of one is read when the whole is saved.
        whole, *others = [opened.enter_context(_open_part(pdf, pages)) for pdf, pages in parts]
        ids = dict(_ids(whole.Root.StructTreeRoot))
        for number, part in enumerate(others, 2):
            _rename_ids(part, f"-{number}")
            ids.update(_append_part(whole, part))
        names = [item for name, element in sorted(ids.items()) for item in (pikepdf.String(name), element)]
        whole.Root.StructTreeRoot.IDTree = whole.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
        finished = BytesIO()
        whole.save(finished, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()


def _open_part(pdf: bytes, pages: int | None) -> pikepdf.Pdf:
    part = pikepdf.open(BytesIO(pdf))
    if pages is not None:
        _keep_pages(part, pages)
    make_text_exact(part)
    return part


def _append_part(whole: pikepdf.Pdf, part: pikepdf.Pdf) -> dict[str, Object]:
    """Puts the part's pages and what its tree says of them behind the whole's; its header cells by their ids."""
    ours = whole.Root.StructTreeRoot
    keys = int(ours.ParentTreeNextKey)
    for page in part.pages:
        _shift_keys(page.obj, keys)
        whole.pages.append(page)
    # After the pages, so that what the tree says of pages leads to the copied ones.
    theirs = whole.copy_foreign(part.Root.StructTreeRoot)
    for element in theirs.K[0].K:
        element.P = ours.K[0]
        ours.K[0].K.append(element)
    more = [item for key, value in _pairs(theirs.ParentTree.Nums) for item in (int(key) + keys, value)]
    ours.ParentTree.Nums = pikepdf.Array([*ours.ParentTree.Nums, *more])
    for role, meant in theirs.get("/RoleMap", pikepdf.Dictionary()).items():
        ours.RoleMap[role] = meant
    ours.ParentTreeNextKey = keys + int(theirs.ParentTreeNextKey)
    if "/First" in part.Root.get("/Outlines", pikepdf.Dictionary()):
        whole.Root.Outlines = whole.copy_foreign(part.Root.Outlines)
    return dict(_ids(theirs))


def _pairs(items: Object) -> Iterator[tuple[Object, Object]]:
    """What a tree of numbers or names lists as key, value, key, value …"""
    return ((items[at], items[at + 1]) for at in range(0, len(items), 2))


def _ids(tree: Object) -> Iterator[tuple[str, Object]]:
    for name, element in _pairs(tree.get("/IDTree", pikepdf.Dictionary()).get("/Names", pikepdf.Array())):
        yield str(name), element


def _rename_ids(part: pikepdf.Pdf, ending: str) -> None:
    """Gives the header cells other names than those of the parts before, also where cells name them."""
    names = pikepdf.Array()
    for name, element in _ids(part.Root.StructTreeRoot):
        element.ID = pikepdf.String(name + ending)
        names.extend([element.ID, element])
    part.Root.StructTreeRoot.IDTree = pikepdf.Dictionary(Names=names)
    for element in part.objects:
        for attributes in _attributes(element):
            if len(attributes.get("/Headers", ())):
                attributes.Headers = pikepdf.Array([pikepdf.String(f"{name}{ending}") for name in attributes.Headers])


def _attributes(element: Object) -> Iterator[Object]:
    """The attributes of an element of the tree; none where it is another object."""
    if isinstance(element, pikepdf.Dictionary) and element.get("/S") in ("/TH", "/TD"):
        told = element.get("/A", ())
        yield from (told,) if isinstance(told, pikepdf.Dictionary) else told


def _shift_keys(page: Object, by: int) -> None:
    """Leads the page, and what is drawn on it, to its elements by keys that are higher by so much."""
    drawn = page.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    for each in (page, *(drawn[name] for name in dict(drawn))):
        for key in ("/StructParents", "/StructParent"):
            if key in each:
                each[key] = int(each[key]) + by


def _keep_pages(part: pikepdf.Pdf, pages: int) -> None:
    """Leaves the first so many pages alone, and what the tree says of them."""
    dropped = {page.obj.objgen for page in list(part.pages)[pages:]}
    keys = {int(page.obj.StructParents) for page in list(part.pages)[pages:] if "/StructParents" in page.obj}
    tree = part.Root.StructTreeRoot
    kept = [item for key, value in _pairs(tree.ParentTree.Nums) if int(key) not in keys for item in (int(key), value)]
    tree.ParentTree.Nums = pikepdf.Array(kept)
    _drop_tail(tree.K[0], dropped)
    del part.pages[pages:]


def _drop_tail(element: Object, dropped: set[tuple[int, int]]) -> None:
    """Takes away what the element's last children say of dropped pages; what is said comes in the order of pages."""
    children = element.K
    while len(children):
        last = children[-1]
        if _find_page(last, 0) in dropped or _find_page(last, -1) is None:
            del children[-1]
            continue
        if _find_page(last, -1) in dropped:
            _drop_tail(last, dropped)
        return


def _find_page(element: Object | int, end: int) -> tuple[int, int] | None:
    """The page of what the element says first (0) or last (-1); None where it says nothing."""
    if not isinstance(element, pikepdf.Dictionary):
        return None
    if "/Pg" in element:
        return element.Pg.objgen
    children = element.get("/K", pikepdf.Array())
    if not isinstance(children, pikepdf.Array):
        return _find_page(children, end)
    for child in list(children)[:: -1 if end else 1]:
        if (found := _find_page(child, end)) is not None:
            return found
    return None
