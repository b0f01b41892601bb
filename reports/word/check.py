"""A Word template read before it is used: what it may not hold, what it names that there is not, and where.

Only names, loops, conditions and a few filters are let through. So nothing of a template is ever called, and what it
prints grows with the report alone.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from domain.columns import COLUMN_KEYS, KNOWN
from reports.word.file import open_template
from reports.word.names import NUMBER, TEXT, Shape, shape_of
from reports.word.problems import BadTemplate, TemplateProblem

_FILTERS: Final = ("default", "d", "e", "escape", "trim", "upper", "lower", "first", "last", "length", "count", "join")
_TESTS: Final = ("defined", "undefined", "none", "odd", "even")
_LOOP: Final = dict.fromkeys(("index", "index0", "revindex", "revindex0", "first", "last", "length"), NUMBER)
_PROPERTIES: Final = ("author", "comments", "identifier", "language", "subject", "title")
_MOST: Final = 20
_QUOTE: Final = 80
# What is printed grows with the report, never with its square: three loops deep at most, and of the lists that grow
# with it none inside another but a topic's own rows.
_DEEPEST, _MOST_LOOPS = 3, 40
_LONG: Final = ("rows", "exhibits", "groups")
_MARKUP = re.compile(r"<[^>]*>")
_TAG = re.compile(r"\{[{%].*?[%}]\}")
# Text and numbers put together of others.
_PUT_TOGETHER: Final = (
    *(nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.CondExpr),
    *(nodes.Concat, nodes.Add, nodes.Sub, nodes.Keyword),
)
Scope = Mapping[str, Shape | None]


def check_template(data: bytes, columns: Collection[str] = COLUMN_KEYS) -> None:
    """Raises BadTemplate with all that is wrong; `columns` are those that the report will have."""
    document = DocxTemplate(open_template(data))
    document.render_init()
    read = [_Reading(part, source, columns) for part, source in _list_texts(document)]
    problems = [problem for each in read for problem in each.found]
    if not problems and not any(each.prints for each in read if each.part != "properties"):
        problems.append(TemplateProblem("names-nothing"))
    if sum(each.loops for each in read) > _MOST_LOOPS:
        problems.append(TemplateProblem("loops-many", word=str(_MOST_LOOPS)))
    if problems:
        raise BadTemplate(*tuple(dict.fromkeys(problems))[:_MOST])


def environment() -> SandboxedEnvironment:
    """Where templates are filled in: nothing but the report's words is at hand. "&" and "<" stay what they are."""
    made = SandboxedEnvironment(autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    made.tests = {name: made.tests[name] for name in _TESTS}
    return made


def _list_texts(document: Any) -> Iterator[tuple[str, str]]:
    """Every text that is filled in, each paragraph on a line of its own."""
    yield "", _split_paragraphs(document.patch_xml(document.get_xml()))
    for part, uri in (("header", document.HEADER_URI), ("footer", document.FOOTER_URI)):
        for _, each in document.get_headers_footers(uri):
            yield part, _split_paragraphs(document.patch_xml(document.get_part_xml(each)))
    for relation in document.docx.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            yield (
                "footnotes",
                _split_paragraphs(document.patch_xml(relation.target_part.blob.decode("utf-8", "replace"))),
            )
    for name in _PROPERTIES:
        yield "properties", getattr(document.docx.core_properties, name)


def _split_paragraphs(xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


# Braces that were meant for a tag, and would be printed as they stand: with a space between them, or wide ones.
_TORN = re.compile(r"\{\s+[{%]|[}%]\s+\}(?!\})|[｛｝]")


class _Reading:
    """One text gone through with the shapes of what it names; `found` is what is wrong.

    `prints` is True where it prints anything of the report, `loops` counts its loops.
    """

    def __init__(self, part: str, source: str, columns: Collection[str]) -> None:
        self.found: list[TemplateProblem] = []
        self.prints, self.loops = False, 0
        self.part, self._source, self._columns = part, source, columns
        self._around: list[str] = []  # the lists that the loops around go through, "" for a short one
        try:
            tree = environment().parse(source)
        except TemplateSyntaxError as error:
            if "Unexpected end" in (error.message or ""):
                self.found.append(TemplateProblem("unclosed", place=part))
            else:
                self._add_problem("syntax", error.lineno)
            return
        self.prints = any(next(each.find_all(nodes.Name), None) for each in tree.find_all(nodes.Output))
        self._check_body(tree.body, shape_of(self._columns))
        for number, line in enumerate(source.split("\n"), 1):
            text = _MARKUP.sub("", line.partition("</w:p>")[0]).strip()
            if _TORN.search(text):
                place, table = self._find_place(number, 0)
                self.found.append(TemplateProblem("syntax", text[:_QUOTE], place=place, table=table))

    def _add_problem(self, kind: str, line: int, word: str = "", known: Collection[str] = ()) -> None:
        quoted, at = _quote_tag(self._source.split("\n")[line - 1], word)
        near = next(iter(get_close_matches(word, known, 1)), "")
        self.found.append(TemplateProblem(kind, quoted, word, near, *self._find_place(line, at)))

    def _find_place(self, line: int, at: int) -> tuple[str, int]:
        """Where in the document that is: its part, `table` inside one, and which table."""
        lines = self._source.split("\n")
        before = "\n".join([*lines[: line - 1], lines[line - 1][:at]])
        table = before.count("<w:tbl>") if before.count("<w:tbl>") > before.count("</w:tbl>") else 0
        return self.part or ("table" if table else ""), table

    def _check_body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for each in node.nodes:
                    self._check_printed(each, scope)
            elif isinstance(node, nodes.For):
                self._check_loop(node, scope)
            elif isinstance(node, nodes.If):
                self._find_shape(node.test, scope)
                self._check_body([*node.body, *node.elif_, *node.else_], scope)
            else:
                self._add_problem("not-allowed", node.lineno)

    def _check_printed(self, node: nodes.Expr, scope: Scope) -> None:
        if isinstance(self._find_shape(node, scope), list | Mapping):
            self._add_problem("list", node.lineno, _format_dotted(node))

    def _check_loop(self, node: nodes.For, scope: Scope) -> None:
        listed = self._find_shape(node.iter, scope)
        if node.recursive or not isinstance(node.target, nodes.Name):
            self._add_problem("not-allowed", node.lineno)
            return
        if listed is not None and not isinstance(listed, list):
            self._add_problem("no-list", node.lineno, _format_dotted(node.iter))
        self.loops += 1
        if not self._may_go_through(node.iter):
            self._add_problem("loops-deep", node.lineno, _format_dotted(node.iter))
            return
        one = listed[0] if isinstance(listed, list) else None
        inside = {**scope, node.target.name: one, "loop": _LOOP}
        if node.test:
            self._find_shape(node.test, inside)
        self._around.append(_find_long_list(node.iter))
        self._check_body([*node.body, *node.else_], inside)
        self._around.pop()

    def _may_go_through(self, node: nodes.Node) -> bool:
        """Whether a loop over the list, inside the loops around, does no more than its report grows."""
        long, around = _find_long_list(node), [name for name in self._around if name]
        own_rows = long == "rows" and around == ["groups"] and not isinstance(node, nodes.Name)
        return len(self._around) < _DEEPEST and (not long or not around or own_rows)

    def _find_shape(self, node: nodes.Node, scope: Scope) -> Any:
        """The shape of the expression; None where it is wrong and was said so."""
        if isinstance(node, nodes.Const | nodes.TemplateData):
            return TEXT
        if isinstance(node, nodes.Name):
            return self._find_member(scope, node.name, node, "")
        if isinstance(node, nodes.Getattr):
            return self._find_member(self._find_shape(node.node, scope), node.attr, node, _format_dotted(node.node))
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            return self._find_item(node, node.arg.value, scope)
        if isinstance(node, nodes.Filter) and node.name in _FILTERS and not (node.dyn_args or node.dyn_kwargs):
            return self._find_filtered(node, scope)
        return self._find_computed(node, scope)

    def _find_member(self, shape: Any, name: str, node: nodes.Node, of: str) -> Any:
        """What stands behind the name; `of` is what it was asked of."""
        if shape is None:
            return None
        dot = f"{of}." if of else ""
        if not isinstance(shape, Mapping) or name not in shape:
            known = [f"{dot}{key}" for key in shape] if isinstance(shape, Mapping) else []
            self._add_problem("unknown", node.lineno, f"{dot}{name}", known)
            return None
        if of and name in KNOWN and name != "status" and "status" in shape and name not in self._columns:
            self._add_problem("no-column", node.lineno, f"{dot}{name}")
        return shape[name]

    def _find_item(self, node: nodes.Getitem, key: object, scope: Scope) -> Any:
        shape = self._find_shape(node.node, scope)
        if isinstance(key, str):
            return self._find_member(shape, key, node, _format_dotted(node.node))
        if shape is not None and not isinstance(shape, list):
            self._add_problem("no-list", node.lineno, _format_dotted(node.node))
        return shape[0] if isinstance(shape, list) else None

    def _find_filtered(self, node: nodes.Filter, scope: Scope) -> Any:
        shape, *_ = [self._find_shape(each, scope) for each in node.iter_child_nodes()] or [TEXT]
        if isinstance(shape, list) and node.name in ("first", "last"):
            return shape[0]
        return NUMBER if node.name in ("length", "count") else TEXT if node.name == "join" else shape

    def _find_computed(self, node: nodes.Node, scope: Scope) -> Any:
        """What is put together of others; only a cell's width may be multiplied, for text would grow by it."""
        if isinstance(node, _PUT_TOGETHER) or (isinstance(node, nodes.Test) and node.name in _TESTS):
            shapes = [self._find_shape(each, scope) for each in node.iter_child_nodes()]
            either = isinstance(node, nodes.CondExpr | nodes.Or | nodes.And)
            return next((each for each in shapes if either and isinstance(each, list | Mapping)), TEXT)
        width = isinstance(node, nodes.Mul) and isinstance(node.left, nodes.Const) and isinstance(node.left.value, int)
        if width and self._find_shape(next(reversed(list(node.iter_child_nodes()))), scope) == NUMBER:
            return NUMBER
        self._add_problem("not-allowed", node.lineno, getattr(node, "name", ""))
        return None


def _find_long_list(node: nodes.Node) -> str:
    """The list that grows with the report which the expression names; "" for a short one."""
    named = [each.name for each in (node, *node.find_all(nodes.Name)) if isinstance(each, nodes.Name)]
    named += [each.attr for each in (node, *node.find_all(nodes.Getattr)) if isinstance(each, nodes.Getattr)]
    items = [each.arg for each in (node, *node.find_all(nodes.Getitem)) if isinstance(each, nodes.Getitem)]
    named += [str(arg.value) for arg in items if isinstance(arg, nodes.Const)]
    return next((name for name in _LONG if name in named), "")


def _format_dotted(node: nodes.Node) -> str:
    """The name as it is written: `row.result`."""
    if isinstance(node, nodes.Getattr):
        return f"{_format_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


def _quote_tag(line: str, word: str) -> tuple[str, int]:
    """The template's own tag that holds the word, else the paragraph's text; and where in the line it begins."""
    tag = next((tag for tag in _TAG.finditer(line) if word in tag[0]), None)
    return (_MARKUP.sub("", tag[0] if tag else line).strip()[:_QUOTE], tag.start() if tag else 0)
