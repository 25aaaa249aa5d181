"""The encoder with marks for mentions, and how likely their pairs are related.

The lower layers are the names' own and one for all relaters; each relater has upper
layers of its own and a head.
"""

from copy import deepcopy
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from extraction.models.bert import DROPOUT, Tagger
from extraction.models.bundles import SAID, Bundle
from extraction.models.exporting import LOWER_LAYERS
from extraction.recognition.pieces import PAD
from extraction.relation.learned.marking import MARKS
from extraction.relation.learned.pairing import DISTANCES, NAMES

INNER = 256
"""Width of what a pair is judged by."""
NEVER = -1e4
TRUST = 2.0
"""How much what the rules say counts to begin with, in log odds."""


class Given(NamedTuple):
    """A bundle on the device; `parts` says of what part each pair of entities is."""

    ids: Tensor
    pairs: Tensor
    fits: Tensor
    wanted: Tensor
    said: Tensor
    parts: Tensor


def given(made: Bundle, device: torch.device) -> Given:
    """Return a bundle on a device."""
    ids, pairs, fits, wanted, said, parts = (
        torch.from_numpy(part).to(device, non_blocking=True) for part in made
    )
    return Given(ids.long(), pairs.long(), fits, wanted.float(), said.float(), parts)


class Lower(nn.Module):
    """The names' lower layers, which do not learn, with marks for mentions."""

    def __init__(self, tagger: Tagger, marks: Tensor | None) -> None:
        """Take the marks, or make ones that learn where there are none."""
        super().__init__()
        self.tagger = deepcopy(tagger).requires_grad_(False)
        del self.tagger.layers[LOWER_LAYERS:]
        self.marks = nn.Embedding(MARKS, tagger.words.embedding_dim)
        if marks is not None:
            self.marks.weight = nn.Parameter(marks, requires_grad=False)
        else:
            nn.init.normal_(self.marks.weight, 0, float(tagger.words.weight.std()))

    def forward(self, ids: Tensor) -> Tensor:
        """Return the states (windows, pieces, width) of pieces and marks."""
        words = self.tagger.words
        known = words.num_embeddings
        marked = ids >= known
        with torch.set_grad_enabled(self.marks.weight.requires_grad):
            embedded = torch.where(
                marked[..., None],
                self.marks((ids - known).clamp(min=0)),
                words(ids.clamp(max=known - 1)),
            )
            return self.tagger.encode(embedded, ids != PAD)


class Relater(nn.Module):
    """Judges pairs of marked mentions by the encoder's states at their marks."""

    def __init__(self, tagger: Tagger) -> None:
        """Put an untaught head on the names' upper layers."""
        super().__init__()
        self.layers = deepcopy(tagger.layers[LOWER_LAYERS:])
        width = tagger.words.embedding_dim
        self.source, self.target = nn.Linear(width, INNER), nn.Linear(width, INNER)
        self.both = nn.Linear(INNER, INNER)
        self.apart = nn.Embedding(DISTANCES, INNER)
        self.said = nn.Linear(SAID, INNER, bias=False)
        self.trust = nn.Parameter(torch.full((len(NAMES),), TRUST))
        self.doubt = nn.Parameter(torch.zeros(len(NAMES)))
        self.last = nn.Linear(INNER, len(NAMES))
        nn.init.zeros_(self.apart.weight)
        nn.init.constant_(self.last.bias, -3.0)

    def read(self, middle: Tensor, ids: Tensor) -> Tensor:
        """Return the states (windows, pieces, width) of the lower layers' ones."""
        seen = (ids != PAD)[:, None, None, :]
        for layer in self.layers:
            middle = layer(middle, seen)
        return middle

    def forward(self, middle: Tensor, made: Given) -> Tensor:
        """Return the log odds (pairs of entities, relations); NEVER if unfit."""
        window, source, target, step, group = made.pairs.unbind(1)
        states = self.read(middle, made.ids)
        states = functional.dropout(states, DROPOUT, self.training)
        one = self.source(states[window, source])
        other = self.target(states[window, target])
        inner = functional.gelu(
            one
            + other
            + self.both(one * other)
            + self.apart(step)
            + self.said(made.said)[group]
        )
        inner = functional.dropout(inner, 2 * DROPOUT, self.training)
        scores = self.last(inner).float().masked_fill(~made.fits, NEVER)
        found = together(scores, group, len(made.wanted))
        straight, asked = made.said[:, : len(NAMES)], made.said[:, -1:]
        return found + self.trust * straight + self.doubt * asked


def together(scores: Tensor, group: Tensor, count: int) -> Tensor:
    """Return the log of the sum of exponentials over the rows of each group."""
    index = group[:, None].expand_as(scores)
    most = torch.full((count, scores.shape[1]), NEVER, device=scores.device)
    most = most.scatter_reduce(0, index, scores.detach(), "amax")
    raised = (scores - most[group]).exp()
    total = torch.zeros_like(most).scatter_add(0, index, raised)
    return most + total.clamp(min=1e-9).log()
