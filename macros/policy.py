"""What a browser may do on a page: the content security policy and the referrer policy, written into the page.

A static host such as GitHub Pages sends no headers of ours, so both stand in `<meta>`. Scripts run when they are files
of the site or when their exact text is named by its hash: text that somehow became markup still cannot run. What a
`<meta>` cannot say (`frame-ancestors`, reports) is left to hosts that send headers; the README names them.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

# What every page may do. Nothing comes from another host; inline styles and event handlers are never allowed.
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's stylesheet draws its icons from data: addresses
    "connect-src": "'self'",  # the search index
    "manifest-src": "'self'",
    "worker-src": "'self'",  # the search runs in a worker
    "base-uri": "'none'",
    "form-action": "'self'",  # the search form of a reader without scripts
}
# Which page a reader came from is nobody else's business.
REFERRER = "same-origin"
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_TYPE = re.compile(r"""\btype=["']?([^"'\s>]*)""", re.IGNORECASE)
_CHARSET = re.compile(r'[ \t]*<meta charset="utf-8">\n?')
# Types that a browser runs; any other, such as JSON, is data.
_RUN = {"", "module", "text/javascript", "application/javascript"}


def secure(written: str) -> str:
    """The page with its policies, which must come before anything that they are to hold for.

    The hashes are those of this page's own scripts, so nothing may change a script afterwards.
    """
    without = _CHARSET.sub("", written, count=1)
    if "<head>" not in without:
        raise ValueError("a page must have a <head> to carry its policy")
    content = html.escape(policy(without), quote=False)
    head = (
        '<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{content}">'
        f'<meta name="referrer" content="{REFERRER}">'
    )
    return without.replace("<head>", head, 1)


def policy(written: str) -> str:
    """The policy of a page: the common directives, and the hashes of the scripts that stand in it."""
    allowed = " ".join([DIRECTIVES["script-src"], *hashes(written)])
    return "; ".join(f"{name} {value}" for name, value in {**DIRECTIVES, "script-src": allowed}.items())


def hashes(written: str) -> list[str]:
    """The inline scripts of a page, as a policy names them: in order, each once."""
    found = []
    for script in _SCRIPT.finditer(written):
        kind = _TYPE.search(script["attributes"])
        if "src=" not in script["attributes"] and (kind[1].lower() if kind else "") in _RUN:
            digest = hashlib.sha256(script["text"].encode()).digest()
            found.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    return list(dict.fromkeys(found))


def same_window(written: str) -> str:
    """The theme opens its own link in a new window; whether that is wanted, the reader decides."""
    return written.replace(' target="_blank" rel="noopener"', "")
