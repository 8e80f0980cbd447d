"""Graphs: how much of one a traversal visits."""

from __future__ import annotations

from macros.units import Count


def graph_paths(degree: Count, hops: Count) -> Count:
    """Paths that a traversal of so many hops follows: degree ^ hops.

    Assumes that each node has this many neighbours and that no visited node is skipped: an upper bound on the nodes met,
    and the exact number of edges followed on the last hop. One node of much higher degree makes it larger.
    """
    return Count(degree**hops)


def tree_nodes(degree: Count, levels: Count) -> Count:
    """Nodes of a tree with so many levels below one root, each node having this many children: 1 + d + d² + ….

    The root is the first level. It is also the number of look-ups when every node of a nested answer is fetched alone.
    """
    return Count(sum(degree**level for level in range(int(levels))))
