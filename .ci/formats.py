"""Compares the JUnit report with the schema of Jenkins, and renders the Markdown as GitHub does."""

import json
import sys

import cmarkgfm
from cmarkgfm.cmark import Options
from lxml import etree, html

schema, out = sys.argv[1:]
etree.XMLSchema(etree.parse(schema)).assertValid(etree.parse(f"{out}.junit"))

with open(f"{out}.json", encoding="utf-8") as file:
    findings = [it for it in json.load(file)["findings"] if it["allowed"] is None]
with open(f"{out}.markdown", encoding="utf-8") as file:
    page = cmarkgfm.github_flavored_markdown_to_html(file.read(), Options.CMARK_OPT_UNSAFE)
page = html.fragment_fromstring(page, create_parent="main")
known = {"main", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}
assert {element.tag for element in page.iter()} <= known, "a name became a tag"
rows = page.findall(".//tbody/tr")
assert len(rows) == len(findings), "a name ended a row"
assert all(len(row) == 4 and row[1].text_content().strip() for row in rows), "a name ended a cell"
# Backticks show as code, and a zero-width space keeps a name from calling anybody.
told = [row[1].text_content().replace("\u200b", "").replace("`", "") for row in rows]
for message in (finding["message"].replace("`", "") for finding in findings):
    assert not message.isprintable() or any(it.startswith(message) for it in told), message
print(f"junit and markdown: {len(findings)} findings")
