"""Scores that come from the matrix: PageRank, HITS, eigenvector; by SciPy."""

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigs, eigsh

from graph.analytics.simple import Floats, Matrix

DAMPING = 0.85
_SAME = 1e-12
_DENSE = 64
_ROUNDS = 20_000
_MOST_ROUNDS = 1_000
_SETTLED = 1e-15


def pagerank(matrix: Matrix, symmetric: bool = False) -> Floats:
    """Return PageRank (Page and Brin 1998), summing to 1; O(edges) a round.

    Walks follow edges by weight; nodes without way out jump anywhere. A symmetric
    matrix is walked as it stands.
    """
    n = matrix.shape[0]
    out: Floats = matrix.sum(axis=1)
    dangling = np.flatnonzero(out == 0)
    scale = np.divide(DAMPING, out, out=np.zeros(n), where=out > 0)
    inward = matrix if symmetric else sparse.csr_array(matrix.T)
    score = np.full(n, 1.0 / n)
    for _ in range(_MOST_ROUNDS):
        jump = DAMPING * score[dangling].sum() + 1.0 - DAMPING
        after: Floats = inward @ (score * scale)
        after += jump / n
        score -= after
        change = float(np.abs(score, out=score).sum())
        score = after
        if change < _SETTLED:
            break
    total: Floats = score / score.sum()
    return total


class Hits(NamedTuple):
    """Hubs and authorities, each summing to 1."""

    hubs: Floats
    authorities: Floats


def hits(matrix: Matrix) -> Hits | None:
    """Return Kleinberg's (1999) hubs and authorities, None without any edge.

    The limit of his iteration from equal hubs, also where the leading singular value
    is shared and a solver would return any mixture.
    """
    n = matrix.shape[0]
    if matrix.nnz == 0:
        return None
    ends = matrix.tocoo()
    rows = np.concatenate([ends.row, ends.col + n])
    columns = np.concatenate([ends.col + n, ends.row])
    values = np.concatenate([ends.data, ends.data])
    cover = sparse.coo_array((values, (rows, columns)), (2 * n, 2 * n)).tocsr()
    hubs, authorities = np.zeros(n), np.zeros(n)
    for part in _leading(cover, True).parts:
        vector = _perron(_block(cover, part), True).vector
        left, right = part < n, part >= n
        share = vector[left].sum()
        hubs[part[left]] = share * vector[left]
        authorities[part[right] - n] = share * vector[right]
    return Hits(hubs / hubs.sum(), authorities / authorities.sum())


def eigenvector(matrix: Matrix, symmetric: bool) -> Floats | None:
    """Return eigenvector centrality (Bonacich 1972) over incoming edges, of length 1.

    The limit of power iteration from equal scores; None where it has none that is
    reached at a geometric rate, as in a directed graph without cycles.
    """
    n = matrix.shape[0]
    if matrix.nnz == 0:
        return np.full(n, 1.0 / np.sqrt(n))
    inward = matrix if symmetric else sparse.csr_array(matrix.T)
    leading = _leading(inward, symmetric)
    if leading.root <= 0:
        return None
    score = np.zeros(n)
    for part in leading.parts:
        right = _extended(inward, part, leading, symmetric)
        left = right
        if not symmetric:
            left = _extended(sparse.csr_array(inward.T), part, leading, symmetric)
        if right is None or left is None:
            return None
        score += right * (left.sum() / (left @ right))
    norm: Floats = score / np.linalg.norm(score)
    return norm


class _Leading(NamedTuple):
    """The largest eigenvalue and the strong components whose own it is."""

    root: float
    parts: list[np.ndarray[tuple[int], np.dtype[np.intp]]]


class _Perron(NamedTuple):
    """The leading eigenvalue of an irreducible matrix and its positive vector."""

    root: float
    vector: Floats


def _leading(matrix: Matrix, symmetric: bool) -> _Leading:
    """Find the components that lead; those whose bound is too low are not solved."""
    _, labels = connected_components(
        matrix, directed=not symmetric, connection="strong"
    )
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    rows: Floats = matrix.sum(axis=1)
    bounds = np.maximum.reduceat(
        rows[order], np.cumsum([0] + [len(p) for p in parts[:-1]])
    )
    best = _Leading(0.0, [])
    for i in np.argsort(-bounds, kind="stable").tolist():
        if bounds[i] <= 0 or bounds[i] < best.root * (1 - _SAME):
            break
        root = _perron(_block(matrix, parts[i]), symmetric).root
        if root > best.root * (1 + _SAME):
            best = _Leading(root, [parts[i]])
        elif root > 0 and root >= best.root * (1 - _SAME):
            best.parts.append(parts[i])
    return best


def _block(matrix: Matrix, part: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Matrix:
    if len(part) == matrix.shape[0]:
        part = np.sort(part)
    return sparse.csr_array(matrix[part][:, part])


def _perron(block: Matrix, symmetric: bool) -> _Perron:
    n = block.shape[0]
    if n == 1:
        return _Perron(float(block.sum()), np.ones(1))
    if n <= _DENSE:
        dense = block.toarray()
        values, vectors = np.linalg.eigh(dense) if symmetric else np.linalg.eig(dense)
    elif symmetric:
        values, vectors = eigsh(block, k=1, which="LA", v0=np.ones(n), tol=0)
    else:
        values, vectors = eigs(block, k=1, which="LR", v0=np.ones(n), tol=0)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    return _Perron(float(values[first].real), vector / np.linalg.norm(vector))


def _extended(
    matrix: Matrix,
    part: np.ndarray[tuple[int], np.dtype[np.intp]],
    leading: _Leading,
    symmetric: bool,
) -> Floats | None:
    """Return the eigenvector of a leading component over all that it reaches.

    None where it reaches another leading one, or the scores never settle.
    """
    vector: Floats = np.zeros(matrix.shape[0])
    vector[part] = own = _perron(_block(matrix, part), symmetric).vector
    if symmetric:
        return vector
    others = np.concatenate([p for p in leading.parts if p is not part] or [part[:0]])
    for _ in range(_ROUNDS):
        after: Floats = np.asarray(matrix @ vector)
        after /= leading.root
        after[part] = own
        if after[others].any():
            return None
        change = float(np.abs(after - vector).max())
        vector = after
        if change <= 1e-15 * float(vector.max()):
            return vector
    return None
