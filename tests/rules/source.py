"""Which function, class or setting of a Python file a rule stands at, and which tests serve it."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tests.rules.citation import Citation, cited, cited_by_name

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def symbols(source: str) -> Iterator[tuple[Citation, str]]:
    """Yield each citation with the name that it stands at; an empty one is the module."""
    body = ast.parse(source).body
    for citation in cited(source):
        yield citation, _symbol(body, source.count("\n", 0, citation.offset) + 1)


def _symbol(body: list[ast.stmt], line: int) -> str:
    """Name the innermost definition around a line, or the attribute that it explains."""
    for before, node in pairwise([None, *body]):
        if node is None or not _spans(node, line):
            continue
        if isinstance(node, ast.ClassDef):
            return ".".join(filter(None, (node.name, _symbol(node.body, line))))
        if isinstance(node, _FUNCTION):
            return node.name
        if isinstance(node, ast.Expr):
            return _assigned(before)
        return _command(node, line) or _assigned(node)
    return ""


def _spans(node: ast.stmt, line: int) -> bool:
    first = node.lineno
    if isinstance(node, (*_FUNCTION, ast.ClassDef)):
        first = min([first, *(decorator.lineno for decorator in node.decorator_list)])
    return first <= line <= (node.end_lineno or first)


def _command(node: ast.stmt, line: int) -> str:
    """Name the function of the route that `Step(...)` or `Begin(...)` at this line declares."""
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in {"Step", "Begin"}
            and call.lineno <= line <= (call.end_lineno or call.lineno)
        ):
            names = [argument.id for argument in call.args if isinstance(argument, ast.Name)]
            return names[-1] if names else ""
    return ""


def _assigned(node: ast.stmt | None) -> str:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name), *_]):
            return name
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class Test:
    """A test, and the rules that its name, docstring, comments or parameters say it serves."""

    name: str
    rules: frozenset[str]
    named: frozenset[str]
    """Those of them that its name has."""


@cache
def tests(source: str) -> tuple[Test, ...]:
    return tuple(_tests(source))


def _tests(source: str) -> Iterator[Test]:
    comments, lines = list(_comments(source)), source.split("\n")
    for node in ast.parse(source).body:
        if isinstance(node, _FUNCTION) and node.name[:5] == "test_":
            named = frozenset(cited_by_name(node.name))
            said = "\n".join(
                [
                    ast.get_docstring(node) or "",
                    *(
                        line
                        for each in node.decorator_list
                        for line in lines[each.lineno - 1 : each.end_lineno]
                    ),
                    *(text for line, text in comments if _spans(node, line)),
                ]
            )
            yield Test(node.name, named | {citation.rule for citation in cited(said)}, named)


def _comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
