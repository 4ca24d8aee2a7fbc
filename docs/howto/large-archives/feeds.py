"""Join Atom feeds, the newest entries first: python feeds.py OUTPUT FEED..."""

import sys
from datetime import datetime
from xml.etree import ElementTree

MOST = 100  # entries
ATOM = "http://www.w3.org/2005/Atom"
IN = {"": ATOM}


def updated(element: ElementTree.Element) -> datetime:
    """When a feed or an entry changed last."""
    return datetime.fromisoformat(element.findtext("updated", "", IN))


ElementTree.register_namespace("", ATOM)
output, *paths = sys.argv[1:]
first, *others = feeds = [ElementTree.parse(path).getroot() for path in paths]
entries = {
    entry.findtext("id", "", IN): entry for feed in feeds for entry in feed.findall("entry", IN)
}
for entry in first.findall("entry", IN):
    first.remove(entry)
first.extend(sorted(entries.values(), key=updated, reverse=True)[:MOST])
first.find("updated", IN).text = max(map(updated, feeds)).isoformat()
ElementTree.ElementTree(first).write(output, encoding="utf-8", xml_declaration=True)
