"""What the tags of a printed PDF lack for readers of screens, added before the file is written; and what it declares.

WeasyPrint tags the file as PDF/A-3a asks. PDF/UA-1 (ISO 14289-1) also wants each header cell to say what it heads, and
a mark in the metadata, which PDF/A lets in with a description of its schema.
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


def complete_tags(_document: Any, pdf: Any) -> None:
    """Complete the tags and the metadata of a file that WeasyPrint made, as its `finisher`."""
    objects = {bytes(one.reference): one for one in pdf.objects}
    _say_what_headers_head(objects)
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
