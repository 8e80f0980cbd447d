"""No naked quantity: which numbers in a text are neither derived, nor cited, nor declared.

The rules are two tables. A piece of text that matches a row of `NAMES` only contains digits; what is left and matches a
row of `QUANTITIES` needs evidence: `fig` or `given` around it, or a `cite` in the same sentence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from macros.text import CALL

PRODUCTS = """
    Aerospike Airflow AlloyDB Aurora Bigtable Cassandra Chromium ClickHouse CockroachDB Consul Couchbase Debezium
    DynamoDB DuckDB Elasticsearch Envoy etcd FaunaDB Firefox Flink GPT Go HBase Hadoop HAProxy InnoDB Istio Iceberg
    Java Kafka Kinesis Kubernetes Linux Lucene MariaDB Memcached MinIO MongoDB MySQL NATS Neo4j Nginx Node
    OpenSearch Oracle PostgreSQL Postgres Pulsar Python RabbitMQ Redis RocksDB Riak ScyllaDB Solr Spanner Spark
    SQLite TiDB TimescaleDB Valkey Varnish Vitess WebRTC YugabyteDB ZooKeeper OAuth TLS SSL OpenAPI GraphQL
    CloudEvents Protobuf Unicode Android iOS HLS
""".split()  # noqa: SIM905 (a list of names reads better as words)
ORDINALS = "arrow|step|layer|level|tier|chapter|section|stage|phase|rule|port|status|code|part|figure|page|question|point|draft|row"
STATUS = "200|201|202|204|206|301|302|303|304|307|308|400|401|403|404|406|409|410|412|413|422|425|428|429|431|500|501|502|503|504"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
UNIT_WORDS = (
    "nanoseconds|microseconds|milliseconds|seconds|minutes|hours|days|weeks|months|years|bytes|bits|kilobytes|megabytes|"
    "gigabytes|terabytes|percent|dollars|euros|cents|kilometres|requests|writes|reads|users|messages|events"
)
NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|"
    "a hundred|one hundred|hundreds of|a dozen"
)
TIME_AND_SIZE = "|".join(UNIT_WORDS.split("|")[:20])


class Row(NamedTuple):
    what: str
    pattern: str
    example: str


NAMES = [
    Row(
        "letters with digits inside",
        r"\b[A-Za-z][A-Za-z]*[_+/-]?[A-Za-z]*\d[\w.-]*",
        "p99, S3, HTTP/2, SHA-256, UUIDv7",
    ),
    Row("digits that begin a word", r"\b\d+[A-Z][A-Za-z]+\b(?<!\dKB)(?<!\dMB)(?<!\dGB)(?<!\dTB)(?<!\dPB)", "2PC, 3DES"),
    Row(
        "product or protocol and version", rf"\b(?:{'|'.join(PRODUCTS)}) v?\d+(?:\.\d+)*(?:\.x)?\b", "Redis 8, TLS 1.3"
    ),
    Row(
        "version",
        r"(?i:\b(?:version|since|before|until|from|in|and|or)) v?\d+\.\d+(?:\.\d+)*\b(?! ?(?:%|×|[kMGTP]i?B|[mµn]?s)\b)",
        "since 5.0",
    ),
    Row(
        "standard",
        r"\b(?:RFC|ISO|ISO/IEC|IEEE|CEP|KIP|FIPS|NIST SP|PEP|BCP|Article|Art\.) \d[\d.-]*",
        "RFC 9111, KIP-932",
    ),
    Row("licence", r"\bCC BY \d\.\d\b", "CC BY 4.0"),
    Row("bit width", r"\b\d+-bit\b", "64-bit"),
    Row("picture format", r"\b(?:144|240|360|480|540|720|1080|1440|2160)p\b", "720p or 1080p"),
    Row(
        "date",
        rf"\b(?:\d{{1,2}} )?(?:{MONTHS}) (?:\d{{1,2}}, )?(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b",
        "May 2027",
    ),
    Row(
        "year",
        r"(?:(?i:\b(?:in|since|of|from|until|by|to|and|after|before|than|the|early|late|mid)) |(?<=\()|(?<=, ))"
        r"(?:19|20)\d\d\b(?! [a-z]+s\b)",
        "in 2017, (2013)",
    ),
    Row("clock", r"\b\d{1,2}:\d{2}(?::\d{2})?\b", "12:10"),
    Row(
        "numbered thing", rf"(?i:\b(?:{ORDINALS})s?) \d+(?:(?:,| and| or| to|–) \d+)*\b", "step 4, Layer 7, status 429"
    ),
    Row(
        "HTTP status",
        rf"\b(?:{STATUS})\b(?! ?(?:%|[kMGT]?B\b|ms\b|s\b|a (?:second|day)|{UNIT_WORDS}|(?<=00 )[a-z]+s\b))",
        "301 or 302",
    ),
    Row("percentile or ordinal", r"\b\d+(?:\.\d+)?(?:st|nd|rd|th)\b", "the 99th percentile"),
    Row("logarithm", r"\b(?:ln|log) ?2\b", "ln 2"),
    Row("complexity", r"\bO\([^)]*\)", "O(1)"),
    Row(
        "algebra",
        r"(?<![\w.])(?:\d+(?:\.\d+)?|[A-Za-z])(?:\s?[-+−×·*/^=<>≤≥]\s?\(?(?:\d+(?:\.\d+)?|[A-Za-z])\)?)+(?![\w.%])",
        "W + R > N, 1/N, N+1",
    ),
]
# A purely numeric expression is arithmetic about quantities, not algebra about names.
_HAS_VARIABLE = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")

QUANTITIES = [
    Row("digits", r"[$€£]?\d[\d,]*(?:\.\d+)?(?: ?(?:%|×|µs|[kMGTPE]i?B|[a-zA-Z]+))?", "12 ms, $5, 80 %, 3 replicas"),
    Row(
        "number word with a unit",
        rf"(?i:\b(?:{NUMBER_WORDS})(?:[- ](?:million|billion|thousand))? (?:{TIME_AND_SIZE}))\b",
        "ten minutes",
    ),
    Row(
        "scale word",
        r"(?i:\b(?:a|one|half a|" + NUMBER_WORDS + r") (?:thousand|million|billion|trillion))\b",
        "a billion ids",
    ),
]
_NAMES = [(row, re.compile(row.pattern)) for row in NAMES]
_QUANTITIES = re.compile("|".join(f"(?:{row.pattern})" for row in reversed(QUANTITIES)))

# What is not prose: it is blanked out, so that positions stay what they are in the text.
_NOT_PROSE = [
    re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL),
    re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL),
    re.compile(r"\{%.*?%\}", re.DOTALL),
    re.compile(r"(?<=\])\([^)\s]*\)"),
    re.compile(r"\{:.*?\}"),
    re.compile(r"<[a-zA-Z/!][^>]*>"),
    re.compile(r"^\s*\d+\.(?=\s)", re.MULTILINE),
]
_OTHER_CALL = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"”*_)]*\s+(?=[\"“*_(\[A-Z\x02\x03])|\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s)|(?<=\|)"
)
CITED, SHOWN = "\x02", "\x03"


class Naked(NamedTuple):
    quantity: str
    position: int  # in the text that was given


def naked(text: str) -> Iterator[Naked]:
    """Every quantity of the text without evidence, with where it stands."""
    prose = _only_prose(text)
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(prose)), len(prose)]:
        sentence = prose[start:end]
        if CITED not in sentence:
            yield from (Naked(quantity, start + at) for quantity, at in _quantities(sentence))
        start = end


def _quantities(sentence: str) -> Iterator[tuple[str, int]]:
    if not _QUANTITIES.search(sentence):
        return  # as in most sentences: no name to tell from a quantity
    for row, pattern in _NAMES:
        sentence = pattern.sub(functools.partial(_blank_name, row), sentence)
    for match in _QUANTITIES.finditer(sentence):
        yield match[0].strip(), match.start()


def _blank_name(row: Row, match: re.Match[str]) -> str:
    return match[0] if _is_sum(row, match[0]) else " " * len(match[0])


def _is_sum(row: Row, found: str) -> bool:
    return row.what == "algebra" and not _HAS_VARIABLE.search(found)


def _only_prose(text: str) -> str:
    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    def call(match: re.Match[str]) -> str:
        mark = CITED if match[1] == "cite" else SHOWN
        return mark + " " * (len(match[0]) - 1)

    text = CALL.sub(call, text)
    text = _OTHER_CALL.sub(blank, text)
    for pattern in _NOT_PROSE:
        text = pattern.sub(blank, text)
    return text
