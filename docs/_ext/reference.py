"""The reference of the manual, generated from the code.

The package describes each config value, role, directive, front matter field, registry key and
message once. The directives here show these descriptions; a page adds examples.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar, get_args

from docutils import nodes
from jinja2 import Environment, meta
from sphinx import addnodes
from sphinx.config import ENUM
from sphinx.domains.rst import ReSTDirective, ReSTRole
from sphinx.domains.std import ConfigurationValue
from sphinx.util.docutils import SphinxDirective

import sphinxcontrib_podcast
from sphinxcontrib_podcast.catalogue.editor_check import KINDS
from sphinxcontrib_podcast.grammar.episode_fields import FIELDS
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary, front_matter_names
from sphinxcontrib_podcast.sphinx_ext.domain import PodDomain
from sphinxcontrib_podcast.sphinx_ext.nodes import Player
from sphinxcontrib_podcast.sphinx_ext.pages.directives import DIRECTIVES
from sphinxcontrib_podcast.sphinx_ext.pages.parts import (
    PAGE_KINDS,
    PART_KINDS,
    SEVERAL,
    PageKind,
    PartKind,
)
from sphinxcontrib_podcast.sphinx_ext.pages.templates import Chart
from sphinxcontrib_podcast.sphinx_ext.pages.templates import functions as template_functions
from sphinxcontrib_podcast.sphinx_ext.publish.embeds import EmbeddedPlayer
from sphinxcontrib_podcast.sphinx_ext.publish.quote_pages import QuotePage
from sphinxcontrib_podcast.views.quotes import QuoteFacts
from sphinxcontrib_podcast.warning_names import MEANINGS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def literal(words: Iterable[str]) -> str:
    """Return words as code, separated by commas."""
    return ", ".join(f"`{word}`" for word in words)


def docstring(thing: type) -> tuple[str, dict[str, str]]:
    """Return the text of a docstring, and its fields."""
    text, *fields = re.split(r"^:(\w+): ", inspect.getdoc(thing) or "", flags=re.MULTILINE)
    said = (" ".join(field.split()) for field in fields[1::2])
    return text.strip(), dict(zip(fields[::2], said, strict=True))


def kind_of(option: Any) -> str:
    """Return the type of a config value in words."""
    if isinstance(option.valid_types, ENUM):
        choices = re.findall(r"'(\w+)'", repr(option.valid_types))
        default = option.default
        return " or ".join(f'`"{c}"`' for c in sorted(choices, key=lambda c: c != default))
    names = {"bool": "`True` or `False`", "dict": "dictionary", "str": "text"}
    types = {names.get(t.__name__, "list") for t in option.valid_types}
    return " or ".join(sorted(types, reverse=True))


class ConfigValue(ConfigurationValue):
    """A ``podcast_*`` value: type, default and help come from ``settings.py``."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Describe the value, then what the page adds."""
        self.name = "std:confval"
        return super().run()

    def transform_content(self, content_node: addnodes.desc_content) -> None:
        """Put the help first."""
        option = self.config.values[self.arguments[0]]
        text = f"{option.description}\n\nType: {kind_of(option)}. Default: `{option.default!r}`."
        content_node[0:0] = self.parse_text_to_nodes(text)


class Roles(ReSTRole):
    """The roles that lead to objects of some types, as the domain has them."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Describe the roles, then what the page adds."""
        self.name = "rst:role"
        return super().run()

    def get_signatures(self) -> list[str]:
        """Return the roles of the types; ``entity``, which leads to all types, is on its own."""
        types = self.arguments[0].split()
        kinds = PodDomain.object_types
        names = (name for t in types for name in (kinds[t].roles if t in kinds else [t]))
        if types != ["entity"]:
            names = (name for name in names if name != "entity")
        return [f"pod:{name}" for name in dict.fromkeys(names)]

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Show the name without the marks of reStructuredText."""
        return show_name(sig, signode)


class Directive(ReSTDirective):
    """A directive: what it does, and its options, come from its class."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Describe the directive, then what the page adds."""
        self.described = DIRECTIVES[self.arguments[0]]
        self.arguments[0] = f"pod:{self.arguments[0]}"
        self.name = "rst:directive"
        return super().run()

    def handle_signature(self, sig: str, signode: addnodes.desc_signature) -> str:
        """Show the name without the marks of reStructuredText."""
        return show_name(sig, signode)

    def transform_content(self, content_node: addnodes.desc_content) -> None:
        """Put the description of the class first."""
        text, options = docstring(self.described)
        if options:
            rows = [(f"`{name}`", said) for name, said in options.items()]
            text += "\n\n" + table(("option", "meaning"), rows)
        content_node[0:0] = self.parse_text_to_nodes(text)


def show_name(sig: str, signode: addnodes.desc_signature) -> str:
    """Add a signature that is only a name."""
    signode["fullname"] = sig
    signode += addnodes.desc_name(sig, sig)
    return sig


def front_matter() -> str:
    """Return the fields of front matter."""
    others: dict[str, list[str]] = {name: [] for name in FIELDS}
    for name, field in front_matter_names().items():
        if name != field:
            others[field].append(name)
    return table(
        ("field", "meaning", "value", "other names"),
        (
            (f"`{name}`", field.meaning, field.wanted, literal(others[name]))
            for name, field in FIELDS.items()
        ),
    )


def registry() -> str:
    """Return the keys of an entity in the registry."""
    return keys_of("entity")


def channels() -> str:
    """Return the keys of a channel in the registry."""
    return keys_of("channel")


def keys_of(kind: str) -> str:
    """Return the keys of a kind of table in the registry."""
    schema = files(sphinxcontrib_podcast).joinpath("catalogue", "registry.schema.json")
    keys = json.loads(schema.read_text(encoding="utf-8"))["$defs"][kind]["properties"]
    rows = (
        (f"`{key}`", value["description"].replace("**", "\\*\\*")) for key, value in keys.items()
    )
    return table(("key", "meaning"), rows)


def entity_types() -> str:
    """Return the built-in types, and the words for each."""
    words: dict[str, list[str]] = {}
    for word, type_ in Vocabulary.load().types.items():
        words.setdefault(type_, []).append(word)
    return table(("type", "words"), ((f"`{t}`", ", ".join(names)) for t, names in words.items()))


def messages() -> str:
    """Return the names of warnings."""
    rows = (
        (f"`podcast.{name}`", f"{says[:1].upper()}{says[1:]}. {remedy}")
        for name, (says, remedy) in MEANINGS.items()
    )
    return table(("name", "meaning and remedy"), rows)


def findings() -> str:
    """Return the findings of the check that are not warnings."""
    rows = ((severity, f"`{kind}`", says) for kind, (severity, says) in KINDS.items())
    return table(("severity", "kind", "meaning"), rows)


def variables() -> str:
    """Return the CSS variables with their values."""
    found: dict[str, str] = {}
    for name, value in re.findall(r"(--pod-[\w-]+):\s*([^;]+);", stylesheet()):
        found.setdefault(name, re.sub(r"(?<=\()\s+|\s+(?=\))", "", " ".join(value.split())))
    return table(("variable", "default"), ((f"`{n}`", f"`{v}`") for n, v in found.items()))


def classes() -> str:
    """Return the classes in the style sheet by its sections, whose titles are comments."""
    _head, *parts = re.split(r"^/\* ([A-Z][^*\n]*) \*/$", stylesheet(), flags=re.MULTILINE)
    rows = []
    for title, rules in zip(parts[::2], parts[1::2], strict=True):
        selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", rules, flags=re.DOTALL)
        if names := sorted(set(re.findall(r"\.(pod-[\w-]+)", selectors))):
            rows.append((title, literal(names)))
    return table(("section", "classes"), rows)


def stylesheet() -> str:
    """Return the style sheets of HTML pages."""
    folder = files(sphinxcontrib_podcast).joinpath("static")
    sheets = ("podcast.css", "podcast-pages.css")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in sheets)


def templates() -> str:
    """Return the templates of pages and of parts of pages, with the type of ``view``."""
    kinds: dict[str, set[str]] = {
        "embed.html": {EmbeddedPlayer.__name__},
        "player.html": {Player.__name__},
        "quote_page.html": {QuotePage.__name__},
        "quote_source.html": {QuoteFacts.__name__},
    }
    known: dict[str, PageKind | PartKind] = {**PAGE_KINDS, **PART_KINDS}
    for name, kind in known.items():
        several = "tuple of " * (name in SEVERAL)
        kinds.setdefault(kind.template, set()).add(several + kind.record.__name__)
    folder = files(sphinxcontrib_podcast).joinpath("templates", "podcast")
    rows = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        text = path.read_text(encoding="utf-8")
        view = " or ".join(f"`{name}`" for name in sorted(kinds.get(path.name, ())))
        included = re.findall(r'include "podcast/(.*?)"', text)
        used = meta.find_undeclared_variables(Environment().parse(text))
        others = used - template_functions().keys() - {"_", "view" if view else ""}
        rows.append(
            (f"`{path.name}`", view, literal(sorted(others)), literal(dict.fromkeys(included)))
        )
    return table(("template", "`view`", "other variables", "includes"), rows)


def records() -> str:
    """Return the fields of the records that templates show."""
    known: list[PageKind | PartKind] = [*PAGE_KINDS.values(), *PART_KINDS.values()]
    waiting: list[Any] = [
        *(k.record for k in known),
        EmbeddedPlayer,
        Player,
        QuotePage,
        QuoteFacts,
        Chart,
    ]
    found: dict[str, str] = {}
    while waiting:
        record = waiting.pop(0)
        if record.__name__ in found:
            continue
        rows = []
        module = sys.modules[record.__module__]
        for name, (type_, text) in fields_of(record).items():
            rows.append((f"`{name}`", f"`{type_}`".replace("|", "\\|"), " ".join(text.split())))
            others = (getattr(module, word, None) for word in re.findall(r"\w+", type_))
            for other in others:  # an alias has several
                waiting += [o for o in get_args(other) or (other,) if hasattr(o, "_fields")]
        heading = f"### `{record.__name__}`\n\n{inspect.getdoc(record)}\n\n"
        found[record.__name__] = heading + table(("field", "type", "meaning"), rows)
    return "\n\n".join(found[name] for name in sorted(found))


def fields_of(record: type) -> dict[str, tuple[str, str]]:
    """Return type and docstring of the fields of a record."""
    (tree,) = ast.parse(inspect.getsource(record)).body
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, tuple[str, str]] = {}
    for line, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            is_text = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            text = str(following.value.value) if is_text else ""  # type: ignore[union-attr]
            found[line.target.id] = ast.unparse(line.annotation), text
    return found


def functions() -> str:
    """Return what templates can call."""
    rows = [("`_(message)`", "A label in the language of the page"), ("`docname`", "The document")]
    for name, function in sorted(template_functions().items()):
        signature = ""
        if callable(function):
            parameters = [
                p.name.rstrip("_") for p in inspect.signature(function).parameters.values()
            ]
            signature = f"({', '.join(p for p in parameters if p != 'self')})"
        text = (inspect.getdoc(function) or "").partition("\n\n")[0].removeprefix("Return ")
        text = " ".join(text.split()).rstrip(".")
        rows.append((f"`{name}{signature}`", f"{text[:1].upper()}{text[1:]}".replace("|", "\\|")))
    return table(("name", "value"), rows)


class Known(SphinxDirective):
    """A table of what the code knows."""

    required_arguments = 1
    tables: ClassVar[dict[str, Callable[[], str]]] = {
        "front-matter": front_matter,
        "registry": registry,
        "channels": channels,
        "entity-types": entity_types,
        "messages": messages,
        "findings": findings,
        "templates": templates,
        "records": records,
        "functions": functions,
        "variables": variables,
        "classes": classes,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        return self.parse_text_to_nodes(self.tables[self.arguments[0]]())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("config-value", ConfigValue)
    app.add_directive("roles", Roles)
    app.add_directive("directive", Directive)
    app.add_directive("known", Known)
    return {
        "version": sphinxcontrib_podcast.__version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
