"""The encoder as PyTorch trains it: a post-norm BERT with a tag for each piece."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from extraction.models.initial import Initial, Shape

DROPOUT = 0.1
SHORT = 384
"""Pieces up to which attention that learns is written out on a CPU."""


class Layer(nn.Module):
    """Self-attention and feed-forward, each followed by its norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, inner = shape.hidden, shape.feed_forward
        self.heads = shape.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln = nn.LayerNorm(width, eps=shape.epsilon)
        self.oln = nn.LayerNorm(width, eps=shape.epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states of (batch, pieces, width); `mask` is True to attend."""
        rows, length, width = x.shape

        def split(states: Tensor) -> Tensor:
            return states.view(rows, length, self.heads, -1).transpose(1, 2)

        mixed = attend(split(self.q(x)), split(self.k(x)), split(self.v(x)), mask)
        mixed = self.ao(mixed.transpose(1, 2).reshape(rows, length, width))
        drop = functional.dropout
        x = self.aln(x + drop(mixed, DROPOUT, self.training))
        inner = self.fo(functional.gelu(self.fi(x)))
        return self.oln(x + drop(inner, DROPOUT, self.training))


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Return the values (batch, heads, pieces, width) mixed by attention.

    Written out on a CPU for short sequences: the fused one is slow backwards there.
    """
    if query.is_cuda or not query.requires_grad or query.shape[2] > SHORT:
        return functional.scaled_dot_product_attention(query, key, value, mask)
    weights = query * query.shape[-1] ** -0.5 @ key.transpose(2, 3)
    return weights.masked_fill(~mask, -1e4).softmax(dim=-1) @ value


class Tagger(nn.Module):
    """The encoder with its kept pieces, and scores of each piece for each tag."""

    def __init__(self, initial: Initial, kept: Sequence[int], tags: int) -> None:
        super().__init__()
        shape, weights = initial.shape, initial.weights
        words = weights["emb.word"].reshape(-1, shape.hidden)[np.array(kept)]
        places = weights["emb.pos"].reshape(-1, shape.hidden)
        kind = weights["emb.type"].reshape(-1, shape.hidden)[0]
        self.words = nn.Embedding.from_pretrained(torch.tensor(words), freeze=False)
        self.places = nn.Parameter(torch.tensor(places + kind))
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        _fill(self.norm, weights, "emb.ln")
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        for number, layer in enumerate(self.layers):
            for name, part in layer.named_children():
                _fill(part, weights, f"l{number}.{name}")
        self.head = nn.Linear(shape.hidden, tags)
        nn.init.normal_(self.head.weight, std=1 / math.sqrt(shape.hidden) / 4)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return scores (batch, pieces, tags); `mask` is True where a piece is."""
        x = self.encode(self.words(ids), mask)
        scores: Tensor = self.head(functional.dropout(x, DROPOUT, self.training))
        return scores

    def encode(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states (batch, pieces, width) of embedded pieces."""
        x = self.norm(x + self.places[: x.shape[1]])
        x = functional.dropout(x, DROPOUT, self.training)
        seen = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, seen)
        return x


def _fill(part: nn.Module, weights: Mapping[str, np.ndarray], name: str) -> None:
    """Copy a weight and a bias of the pretrained encoder into a part."""
    with torch.no_grad():
        for own, parameter in (("w", part.weight), ("b", part.bias)):
            found = torch.tensor(weights[f"{name}.{own}"])
            parameter.copy_(found.view(parameter.shape))
