"""YAML as a pipeline file may have it: what JSON can say, no tags, no aliases, bounded depth."""

from __future__ import annotations

import re
from typing import Any

from .errors import PlanError
from .files import MAX_BYTES, MAX_DEPTH

EXPONENT = re.compile(r"[-+]?\d+[eE][-+]?\d{1,3}$")
"""A number that YAML 1.1 takes for a text."""
LONGEST = 4300
"""Longer numbers are refused by Python itself, and base 60 would take minutes to read them."""
MOST_EVENTS = 200_000
"""About as many keys and values as 10,000 transforms have; PyYAML reads them in a few seconds."""


def parse_yaml(text: str, where: str) -> Any:
    """The YAML value, or a PlanError that says where it breaks."""
    yaml = _module()
    if len(text) > MAX_BYTES:
        raise PlanError(f"{where}: {len(text)} characters are more than the {MAX_BYTES} allowed")
    try:
        _check_events(yaml, text, where)
        return yaml.load(text, Loader=_loader(yaml))
    except yaml.YAMLError as error:
        raise PlanError(f"{where}: not YAML: {' '.join(str(error).split())}") from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        if isinstance(error, PlanError):
            raise
        raise PlanError(f"{where}: a value in it cannot be read: {error}") from None


def to_yaml(data: Any) -> str:
    """The data as YAML text in the order of its keys."""
    text: str = _module().safe_dump(data, sort_keys=False)
    return text


def _check_events(yaml: Any, text: str, where: str) -> None:
    """Aliases, tags and depth are met while the text is read, before anything is built of it."""
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=_base(yaml))):
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if isinstance(event, yaml.AliasEvent):
            raise PlanError(f"{where}: line {line}: YAML aliases are not allowed in a pipeline file")
        if getattr(event, "tag", None) is not None:
            raise PlanError(f"{where}: line {line}: YAML tags are not allowed in a pipeline file, got {event.tag}")
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and len(event.value) > LONGEST:
            raise PlanError(
                f"{where}: line {line}: a plain value has at most {LONGEST} characters, got {len(event.value)}"
            )
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise PlanError(f"{where}: line {line}: a second document in the file; a pipeline file holds one")
        if count > MOST_EVENTS:
            raise PlanError(f"{where}: line {line}: more than {MOST_EVENTS} keys, values, lists and their ends")
        depth += isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent))
        depth -= isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent))
        if depth > MAX_DEPTH:
            raise PlanError(f"{where}: line {line}: nested deeper than {MAX_DEPTH} levels")


def _base(yaml: Any) -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _loader(yaml: Any) -> Any:
    """A safe loader that takes no text for a date (pipelines hold none) and 1e-5, as JSON writes it, for a number."""
    base = _base(yaml)
    resolvers = {
        first: [(tag, pattern) for tag, pattern in rows if not tag.endswith("timestamp")]
        for first, rows in base.yaml_implicit_resolvers.items()
    }
    for first in "-+0123456789":
        resolvers[first] = [*resolvers.get(first, []), ("tag:yaml.org,2002:float", EXPONENT)]
    return type("PipelineLoader", (base,), {"yaml_implicit_resolvers": resolvers})


def _module() -> Any:
    try:
        import yaml
    except ImportError:
        raise ImportError("YAML files need PyYAML: pip install augrepro[yaml]") from None
    return yaml
