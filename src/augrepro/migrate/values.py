"""Expressions of a program as values: what is written out is known, everything else is carried along unread."""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from typing import Any, NoReturn

from ..engine.declare.calls import Call

ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}


class Uncertain(Exception):
    """Something was asked of a value that only a run of the program knows."""

    def __init__(self, value: Unknown, truth: bool = False) -> None:
        super().__init__(f"what becomes of {value.code} depends on its value")
        self.value, self.truth = value, truth


class Unknown:
    """The text of an expression. It may be handed on and compared with None; any other question is ``Uncertain``.

    So a table of rules runs over it as over a value, and no rule can guess what it does not know.
    """

    def __init__(self, code: str, truth: bool | None = None) -> None:
        self.code, self.truth = code, truth

    @property  # type: ignore[misc]  # isinstance must not guess
    def __class__(self) -> NoReturn:  # type: ignore[override]  # see above
        raise Uncertain(self)

    def __bool__(self) -> bool:
        if self.truth is None:
            raise Uncertain(self, truth=True)
        return self.truth

    def __eq__(self, other: object) -> bool:
        if type(other) is Unknown:
            return self.code == other.code
        if other is None:
            return False
        raise Uncertain(self)

    def __repr__(self) -> str:
        return self.code

    def _asked(self, *_: Any) -> NoReturn:
        raise Uncertain(self)

    __lt__ = __le__ = __gt__ = __ge__ = __neg__ = __pos__ = __abs__ = __invert__ = _asked
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _asked
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _asked
    __str__ = __format__ = __hash__ = __getattr__ = _asked
    __float__ = __int__ = __index__ = __iter__ = __len__ = __getitem__ = __contains__ = __call__ = _asked


def value_of(code: str) -> Any:
    """The value of an expression, with ``Unknown`` for the parts of it that are not written out."""
    try:
        tree = ast.parse(f"({code})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return Unknown(code)
    return _value(tree, f"({code})")


def _value(node: ast.expr, source: str) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple)) and not any(isinstance(item, ast.Starred) for item in node.elts):
        items = [_value(item, source) for item in node.elts]
        return tuple(items) if isinstance(node, ast.Tuple) else items
    if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
        pairs = zip(node.keys, node.values, strict=True)
        return {key.value: _value(item, source) for key, item in pairs if isinstance(key, ast.Constant)}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _value(node.operand, source)
        if type(inner) in (int, float):
            return -inner
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        left, right = _value(node.left, source), _value(node.right, source)
        if type(left) in (int, float) and type(right) in (int, float) and (right or not isinstance(node.op, ast.Div)):
            try:
                return ARITHMETIC[type(node.op)](left, right)
            except ArithmeticError:
                pass
    text = ast.get_source_segment(source, node) or ast.unparse(node)
    return Unknown(text if "\n" not in text else ast.unparse(node))


def known(value: Any) -> bool:
    """Whether every part of it is written out."""
    if type(value) is Unknown:
        return False
    if isinstance(value, Call):
        return False
    if isinstance(value, Mapping):
        return all(map(known, value.values()))
    return all(map(known, value)) if isinstance(value, (list, tuple)) else True


def classes_in(value: Any) -> set[str]:
    """The names of all classes that a value holds calls of."""
    if type(value) is Unknown:
        return set()
    if isinstance(value, Call):
        return {value.name, *classes_in(value.arguments)}
    if isinstance(value, Mapping):
        return set().union(*map(classes_in, value.values()))
    return set().union(*map(classes_in, value)) if isinstance(value, (list, tuple)) else set()


def same(a: Any, b: Any) -> bool:
    """Equal in type and value; True is not 1, and a list is as good as a tuple."""
    if type(a) is Unknown or type(b) is Unknown:
        return type(a) is type(b) and a.code == b.code
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and bool(a == b)


def code_of(value: Any, prefix: str = "") -> str:
    """The value as Python source, with ``prefix`` in front of the names of classes; TypeError where it has none."""
    if type(value) is Unknown:
        return value.code
    if isinstance(value, Call):
        given = ", ".join(f"{key}={code_of(item, prefix)}" for key, item in value.arguments.items())
        return f"{prefix}{value.name}({given})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {code_of(item, prefix)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(code_of(item, prefix) for item in value)
        if any(type(item) is Call for item in value):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        return repr(value)
    raise TypeError(f"{type(value).__name__} cannot be written as source")
