"""The project as a reader of files sees it: modules, what they import, what they say."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHIPPED = ("app.py", "pages", "cluster_map", "data_build")
"""What the product is made of; tests and the benchmark stand beside it."""


def python_files(*places: str) -> list[Path]:
    """Every Python file at or below these places, sorted. A place that is not there has none."""
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else path.rglob("*.py")
    return sorted(found)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[str]:
    """Dotted names of everything a file imports, wherever in it; ``from a import b`` is ``a.b``."""
    for node in ast.walk(tree(file)):
        match node:
            case ast.Import(names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (f"{module}.{name.name}" for name in names)
            case ast.ImportFrom():
                raise AssertionError(f"{file}, line {node.lineno}: imports are absolute here.")
            case ast.Call(
                func=ast.Name("import_module" | "find_spec") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(str(module))],
            ):
                yield module


def relative(file: Path) -> str:
    """A file's path as it is written in rules and messages."""
    return file.relative_to(ROOT).as_posix()
