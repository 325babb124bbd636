"""What companies put before or after their names in law."""

from __future__ import annotations

import re

__all__ = ["bare", "has_form", "named_with_form"]

_AFTER = (
    r"gmbh(?: & co\.? kg)?|mbh|ag|kg|ohg|ug|e\.?v\.?|inc|ltd|limited|llc|llp|plc|corp|corporation|pvt ltd|pte ltd|pty ltd"
    r"|s\.?a\.?s?|s\.?l\.?u?|srl|s\.r\.l|spa|s\.p\.a|bv|b\.v|nv|n\.v|oyj?|ab|asa?|a/s|aps|kft|zrt|nyrt|bt|s\.r\.o|a\.s|a\.ş"
    r"|d\.o\.o|d\.d|sp\. z o\.o|оод|еоод|lda|ltda|sdn bhd|se"
)
_SUFFIX = re.compile(rf"[,\s]+(?:{_AFTER})\.?$", re.IGNORECASE)
_PREFIX = re.compile(
    r"^(?:tnhh|cp|บจก\.?|บริษัท|\(株\)|株式会社|有限会社|合同会社|㈜|\(주\)|주식회사|ооо|оао|ао|тов|شركة)"
    r"\s*(?=\S)",
    re.IGNORECASE,
)
_ASIAN_SUFFIX = re.compile(
    r"\s*(?:株式会社|有限会社|合同会社|\(株\)|㈜|股份有限公司|有限公司|有限责任公司|주식회사|\(주\))$"
)
_WORD = r"[A-Z0-9ÀÁÂÄÅÇÈÉÊËÌÍÎÓÔÖØŁŚÚÜŽČŠŘ][\w&'’.+-]{0,30}"
_FORM = (
    r"GmbH|mbH|AG|KG|Inc|Ltd|Limited|LLC|LLP|PLC|Plc|Corp|Pvt Ltd|Pte Ltd|Pty Ltd|S\.A|S\.L|S\.r\.l|Srl|SRL|S\.p\.A|SpA|B\.V|BV"
    r"|N\.V|NV|Oyj?|AB|ASA?|A/S|ApS|Kft|Zrt|s\.r\.o|a\.s|A\.Ş|d\.o\.o|Sp\. z o\.o|Ltda|Lda|SE"
)
_NAMED = re.compile(rf"(?<![\w&])(?:{_WORD}(?: (?:{_WORD}|&|of|and|und|et|y|e|de)){{0,3}}),? (?:{_FORM})(?![\w])")
_ASIAN = re.compile(
    r"株式会社\s?(?:[\w・ー]{1,20})|(?:[\u3041-\u9fff・ー]{2,14})株式会社|(?:[\u4e00-\u9fff]{2,12}?)(?:股份)?有限公司|주식회사\s?(?:[가-힣\w]{2,15})"
)


def bare(name: str) -> str:
    """The name as people say it, without its legal form."""
    return _SUFFIX.sub("", _ASIAN_SUFFIX.sub("", _PREFIX.sub("", name))).strip(" ,") or name


def has_form(name: str) -> bool:
    """Does it end, or begin, as only companies' names do?"""
    return bool(_SUFFIX.search(name) or _ASIAN_SUFFIX.search(name) or _PREFIX.search(name))


def named_with_form(text: str) -> list[str]:
    """The companies that a text names with their legal form, in order."""
    found = [(hit.start(), hit[0]) for pattern in (_NAMED, _ASIAN) for hit in pattern.finditer(text)]
    return [name for _, name in sorted(found)]
