"""What a text may not contain: everything but its small language. Nothing of it is ever compiled."""

import pytest

from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.documents.texts.language import MOST_CHARACTERS, read_text
from contest_portal.documents.texts.sandbox import TextFailed, print_text
from tests.bad_inputs.sample import SAMPLE, read_sample

ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ doc.__class__ }}",
    "{{ doc.group.name.__class__.__base__ }}",
    "{{ doc.group['name'] }}",
    "{{ doc.group.members[doc.place] }}",
    "{{ doc.group.name.format(doc) }}",
    "{{ doc | attr('__class__') }}",
    "{{ [doc] | map(attribute='__class__') | list }}",
    "{{ '%s' | format(doc) }}",
    "{{ '<script>' | safe }}",
    "{{ config.items() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ request.application.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ namespace() }}",
    "{{ signature.__globals__ }}",
    "{{ signed_by_office.piece }}",
    "{{ _run.steps }}",
    "{{ loop.__class__ }}",
    "{% for x in doc.group.members %}{{ loop.cycle('a') }}{{ loop(x) }}{% endfor %}",
    "{% for x in range(9) %}a{% endfor %}",
    "{% for x in 'abc' %}a{% endfor %}",
    "{% for x, y in doc.group.members %}a{% endfor %}",
    "{% for x in doc.group.members recursive %}a{% endfor %}",
    "{% for x in doc.plan.title | paragraphs(''.__class__.__mro__) %}a{% endfor %}",
    "{% for doc in doc.group.members %}a{% endfor %}",
    "{% set office = doc.group %}",
    "{% set _x = doc.group %}",
    "{% set a, b = doc.group, doc.money %}",
    "{% set x = doc.group.name ~ doc.group.name %}",
    "{% set x %}a{% endset %}",
    "{% set x = signature('a', 'b') %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 2 ** 99999 }}",
    "{{ 9 // 0 }}",
    "{{ {'a': 1} }}",
    "{{ doc.place is divisibleby 2 }}",
    "{{ doc.place in [1, 2] if doc.place is callable else 2 }}",
    "{{ doc.group.name | join(doc.group.name) }}",
    "{{ signature(*doc.group.members) }}",
    "{{ signature(name='a', role='b') }}",
    "{{ signature('a') }}",
    "{{ sums('a', []) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'parts.html' as parts %}",
    "{% from 'parts.html' import signature %}",
    "{% extends 'base.html' %}",
    "{% block body %}a{% endblock %}",
    "{% macro a() %}a{% endmacro %}",
    "{% call signature('a', 'b') %}a{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% with x = doc.group %}{{ x.name }}{% endwith %}",
    "{% autoescape false %}a{% endautoescape %}",
    "{% do doc %}",
    "{% if doc %}",
    "{{ doc.group.name",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{% if doc %}" * 40 + "a" + "{% endif %}" * 40,
    "a" * (MOST_CHARACTERS + 1),
    " \n ",
    "<script>1</script>",
    "{% raw %}<style>p { }</style>{% endraw %}",
    '<p style="display: none">a</p>',
    '<p onclick="a()">a</p>',
    '<img src="data:,a">',
    "<p class=a>a</p>",
    '<p class="{{ doc.group.name }}">a</p>',
    "<{{ doc.group.name }}>a",
    "<p {{ doc.group.name }}>a</p>",
    "<!-- {{ doc.money.amount | money }} -->",
    '<div class="foot">a</div>',
    '<div class="void-mark">a</div>',
    "{% if doc.place %}<b>{% endif %}a",
    "<p>a",
    "a</div>",
    "a < b",
)


@pytest.mark.parametrize("source", ESCAPES, ids=range(len(ESCAPES)))
def test_what_is_not_of_the_language_is_refused_before_it_is_compiled(source: str) -> None:
    read = read_text(AGREEMENT, source)

    assert (read.tree, bool(read.faults)) == (None, True)
    assert all(fault.text for fault in read.faults)
    with pytest.raises(TextFailed):
        print_text(AGREEMENT, source, {"doc": None, "issue": None, "office": None})


@pytest.mark.shared_data
@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample lives beside the repository")
def test_inputs_that_try_to_be_templates_are_refused() -> None:
    tried = [item for item in read_sample() if "{{" in str(item.value)]

    assert tried
    for item in tried:
        assert read_text(AGREEMENT, str(item.value)).faults, item.id
