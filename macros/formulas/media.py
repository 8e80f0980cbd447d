"""Media: what a stream weighs, how long uploads and encodings take, and how long a buffer lasts."""

from __future__ import annotations

import math

from macros.units import Bytes, BytesPerSecond, Count, Dollars, Seconds, Share, Times


def stream_bytes(rate: BytesPerSecond, duration: Seconds) -> Bytes:
    """Bytes of a stream of this rate and length: rate × duration. A mean rate; containers and playlists come on top."""
    return Bytes(rate * duration)


def ladder_rate(
    first: BytesPerSecond,
    second: BytesPerSecond,
    third: BytesPerSecond,
    fourth: BytesPerSecond,
    fifth: BytesPerSecond,
) -> BytesPerSecond:
    """The rate of all five rungs of an encoding ladder together: their sum, which is what storing every rung costs."""
    return BytesPerSecond(first + second + third + fourth + fifth)


def segment_files(length: Seconds, segment: Seconds, rungs: Count) -> Count:
    """Files of a video cut into segments: length / segment, rounded up, × rungs. One container; playlists not counted."""
    return Count(math.ceil(length / segment) * rungs)


def survives(work: Seconds, between: Seconds) -> Share:
    """The chance that work of this length meets no interruption: e^(-work / between).

    Interruptions come at random, one in `between` on average, and independently of each other (Poisson).
    """
    return Share(math.exp(-work / between))


def time_with_restarts(work: Seconds, between: Seconds, parts: Count) -> Seconds:
    """The mean time until work is done when an interruption restarts the part under way: n b (e^(w / (n b)) - 1).

    The work w is cut into n equal parts. Interruptions come at random, one in b on average (Poisson), also during repeats,
    and going on after one takes no time. With one part everything begins again.
    """
    return Seconds(parts * between * math.expm1(work / (parts * between)))


def encode_time(length: Seconds, piece: Seconds, slowness: Times, workers: Count) -> Seconds:
    """The time to encode a video cut into pieces: ceil(ceil(length / piece) / workers) × piece × slowness.

    A worker takes `slowness` seconds for a second of video, all rungs included, and one piece at a time. Every piece has
    full length, and cutting, waiting in the queue and packaging take no time. One piece of full length is one worker alone.
    """
    pieces = math.ceil(length / piece)
    return Seconds(math.ceil(pieces / workers) * piece * slowness)


def buffer_lasts(buffer: Seconds, bitrate: BytesPerSecond, throughput: BytesPerSecond) -> Seconds:
    """The time until playback stalls when the throughput stays below the bitrate: buffer / (1 - throughput / bitrate).

    Each second plays one second and loads throughput / bitrate of one. The player stays on its rung, and segments count
    as they arrive, byte by byte.
    """
    return Seconds(buffer / (1 - throughput / bitrate))


def views_that_pay(extra: Dollars, saved: Bytes, price_a_gb: Dollars) -> Count:
    """How often something must be delivered until a saving in bytes has paid an extra effort: extra / (saved × price).

    The price is for a GB of 10⁹ bytes delivered.
    """
    return Count(extra / (saved / 1e9 * price_a_gb))


def all_streams(viewers: Count, rate: BytesPerSecond) -> BytesPerSecond:
    """The bandwidth of everybody who watches: viewers × mean rate. Containers and retries come on top."""
    return BytesPerSecond(viewers * rate)


def edge_servers(load: BytesPerSecond, each: BytesPerSecond) -> Count:
    """The fewest servers that send this load: load / what each sends, rounded up.

    A floor: it takes for granted that the load spreads evenly over them, and leaves nothing for the failure of one.
    """
    return Count(math.ceil(round(load / each, 9)))
