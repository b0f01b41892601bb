"""A watch over all statements: none may touch an agency's table without saying which agency."""

from collections.abc import Hashable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, FromClause, Join, Select, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, ClauseElement, ColumnClause
from sqlalchemy.sql.selectable import Alias, ScalarSelect, TableClause

_PASSED: set[Hashable] = set()


class WithoutAgency(AssertionError):
    """A statement that could read or change another agency's rows."""


def guard(engine: Engine) -> None:
    """Refuse, from now on, statements without an agency, unless executed with the option `every_agency`."""
    event.listen(engine, "before_execute", _watch)


def _watch(
    _conn: Connection, statement: Any, many: Any, one: Any, execution_options: dict[str, Any], **_rest: Any
) -> None:
    if not isinstance(statement, ClauseElement) or execution_options.get("every_agency"):
        return
    # What SQLAlchemy keeps compiled statements by: it tells all but the values. An insert is judged by its rows too.
    made = statement._generate_cache_key()
    if made is not None and made.key in _PASSED:
        return
    inserts = False
    for part in visitors.iterate(statement):
        if isinstance(part, Insert):
            inserts = True
            _check_insert(part, [*many, one] if one else many)
        elif isinstance(part, Update | Delete):
            _refuse_without_agency(statement, (part.table,), part.whereclause)
        elif isinstance(part, Select):
            # What it correlates with is checked where it stands: in the statement around it.
            around = getattr(part, "_correlate", None) or ()
            _refuse_without_agency(
                statement, [source for source in part.get_final_froms() if source not in around], part.whereclause
            )
    if made is not None and not inserts:
        _PASSED.add(made.key)


def _check_insert(statement: Insert, rows: Any) -> None:
    inline = getattr(statement, "_values", None) or {}
    named = {getattr(column, "name", column) for column in inline} | {key for row in rows for key in row}
    if _owned(statement.table) and "agency_id" not in named:
        raise WithoutAgency(f"an insert without an agency: {statement}")


def _refuse_without_agency(statement: ClauseElement, froms: Any, where: ClauseElement | None) -> None:
    conditions = [*_all_of(where)]
    touched: list[FromClause] = []
    for source in froms:
        touched += _tables(source, conditions)
    known = {id(column.table) for column in _given(conditions)}
    # An agency's column that equals a known one is known too.
    for _ in touched:
        for left, right in _equal(conditions):
            if {id(left.table), id(right.table)} & known:
                known |= {id(left.table), id(right.table)}
    for table in touched:
        if id(table) not in known:
            raise WithoutAgency(f"{getattr(table, 'name', table)} without an agency in: {statement}")


def _tables(source: FromClause, conditions: list[ClauseElement]) -> Iterator[FromClause]:
    """The agencies' tables in the source; the conditions of its joins are added to the others."""
    if isinstance(source, Join):
        conditions += _all_of(source.onclause)
        yield from _tables(source.left, conditions)
        yield from _tables(source.right, conditions)
    elif _owned(source):
        yield source


def _owned(source: Any) -> bool:
    table = source.element if isinstance(source, Alias) else source
    return isinstance(table, TableClause) and "agency_id" in table.c


def _all_of(condition: ClauseElement | None) -> Iterator[ClauseElement]:
    """The conditions that must all hold."""
    if isinstance(condition, BooleanClauseList):
        if condition.operator is operators.and_:
            for part in condition.clauses:
                yield from _all_of(part)
    elif condition is not None:
        yield condition


def _equal(conditions: list[ClauseElement]) -> Iterator[tuple[Any, Any]]:
    for condition in conditions:
        if isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
            left, right = condition.left, condition.right
            if _names_agency(left) and _names_agency(right):
                yield left, right


def _given(conditions: list[ClauseElement]) -> Iterator[Any]:
    """The agency columns that are compared with a value from outside."""
    for condition in conditions:
        if isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
            for column, other in ((condition.left, condition.right), (condition.right, condition.left)):
                if _names_agency(column) and isinstance(other, BindParameter | ScalarSelect):
                    yield column


def _names_agency(side: Any) -> bool:
    return isinstance(side, ColumnClause) and side.name == "agency_id"
