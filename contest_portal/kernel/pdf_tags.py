"""What the tags of a printed PDF lack for readers of screens, added before the file is written; and what it declares.

WeasyPrint tags the file as PDF/A-3a asks. PDF/UA-1 (ISO 14289-1) also wants each header cell to say what it heads,
heads and feet of pages to be artifacts (7.8), and a mark in the metadata, which PDF/A lets in with a description of its
schema.
"""

from typing import Any

_DECLARED = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def complete_tags(document: Any, pdf: Any) -> None:
    """Complete the tags and the metadata of a file that WeasyPrint made, as its `finisher`."""
    objects = {bytes(one.reference): one for one in pdf.objects}
    _say_what_headers_head(objects)
    root = objects[bytes(pdf.catalog["StructTreeRoot"])]
    _read_margins_once(objects, objects[bytes(root["K"][0])], document.pages[0])
    _pass_silent_pictures_over(objects)
    _place_pictures(objects)
    _make_the_rest_artifacts(objects, root)
    metadata = objects[bytes(pdf.catalog["Metadata"])]
    metadata.stream = [b"".join(metadata.stream).replace(_END, _DECLARED + _END)]


def _say_what_headers_head(objects: dict[bytes, Any]) -> None:
    """Give each header cell its scope: a column in the head of a table, a row elsewhere."""
    elements = {reference: one for reference, one in objects.items() if isinstance(one, dict)}
    for element in elements.values():
        if element.get("S") == "/TH":
            row = elements[bytes(element["P"])]
            group = elements[bytes(row["P"])]
            element["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"


def _read_margins_once(objects: dict[bytes, Any], whole: Any, page: Any) -> None:
    """Let the first page's head be read before the text, and its foot after the whole: they are told nowhere else."""
    loose = [
        reference
        for reference, one in objects.items()
        if isinstance(one, dict) and one.get("P") == whole.reference and reference not in whole["K"]
    ]
    margins = [
        box.at_keyword for box in page._page_box.children if hasattr(box, "at_keyword") for _ in box.children
    ]
    for reference, place in zip(loose, margins, strict=False):  # those of the first page come first
        whole["K"].insert(0 if place.startswith("@top") else len(whole["K"]), reference)


def _pass_silent_pictures_over(objects: dict[bytes, Any]) -> None:
    """Take pictures without a name out of the tree: bars beside their figures, which `aria-hidden` says are no news."""
    for reference, one in objects.items():
        if isinstance(one, dict) and one.get("S") == "/Figure" and "Alt" not in one:
            objects[bytes(one["P"])]["K"].remove(reference)


def _place_pictures(objects: dict[bytes, Any]) -> None:
    """Tell where pictures lie in points from the foot of their page: WeasyPrint tells pixels from its head."""
    for one in objects.values():
        if isinstance(one, dict) and one.get("S") == "/Figure":
            foot = objects[bytes(one["Pg"])]["MediaBox"][3]
            left, top, right, bottom = (pixels * 3 / 4 for pixels in one["A"]["BBox"])
            one["A"]["BBox"][:] = left, foot - bottom, right, foot - top


def _make_the_rest_artifacts(objects: dict[bytes, Any], root: Any) -> None:
    """Make what is in no tree artifacts: WeasyPrint marks margins of pages as content of elements outside of it."""
    in_tree = _in_tree(objects, root["K"])
    numbers = objects[bytes(root["ParentTree"])]["Nums"]
    pages = [one for one in objects.values() if isinstance(one, dict) and one.get("Type") == "/Page"]
    for number, page in enumerate(pages):
        owners = numbers[2 * number + 1]
        loose = {mark for mark, owner in enumerate(owners) if bytes(owner) not in in_tree}
        for mark in loose:
            owners[mark] = b"null"
        _make_artifacts(objects[bytes(page["Contents"])].stream, loose)
        page["Tabs"] = "/S"  # where a signature comes, PDF/UA asks for the order of its fields
    for reference, one in objects.items():
        if isinstance(one, dict) and one.get("Type") == "/StructElem" and reference not in in_tree:
            one.clear()  # freed, it would confuse readers of the table of objects


def _in_tree(objects: dict[bytes, Any], kids: Any) -> set[bytes]:
    """Name all elements below some."""
    found: set[bytes] = set()
    left = [bytes(kid) for kid in kids]
    while left:
        reference = left.pop()
        if objects[reference].get("Type") == "/StructElem":
            found.add(reference)
            left += [bytes(kid) for kid in objects[reference]["K"] if isinstance(kid, bytes)]
    return found


def _make_artifacts(stream: list[Any], loose: set[int]) -> None:
    """Rewrite what begins marked content of these numbers: a tag, its properties, and BDC."""
    for place, properties in enumerate(stream):
        if isinstance(properties, dict) and properties.get("MCID") in loose:
            stream[place - 1] = "/Artifact"
            stream[place] = b"<</Type /Pagination>>"
