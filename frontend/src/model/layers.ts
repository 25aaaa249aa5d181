/** Onion layers: members of each, and colours from the outermost to the innermost. */

import type { EntityRef } from "../api/types";

/** Viridis without its dark end, which a dark page would swallow. */
const STOPS = ["#414487", "#2a788e", "#22a884", "#7ad151", "#fde725"] as const;

export interface Layer {
  readonly number: number;
  readonly members: readonly EntityRef[];
}

interface Scored {
  readonly entity: EntityRef;
  readonly score: number | null;
}

/** The layers that have members, the innermost first. */
export function layersOf(scores: readonly Scored[]): Layer[] {
  const found = new Map<number, EntityRef[]>();
  for (const { entity, score } of scores) {
    if (score !== null) found.set(score, [...(found.get(score) ?? []), entity]);
  }
  return [...found]
    .map(([number, members]) => ({ number, members }))
    .sort((a, b) => b.number - a.number);
}

const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** A colour for `share`, 0 outermost to 1 innermost. */
export function layerColour(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const [low, high] = [parts(STOPS[Math.floor(at)] ?? ""), parts(STOPS[Math.ceil(at)] ?? "")];
  const mixed = low.map((value, i) => Math.round(value + (at % 1) * ((high[i] ?? value) - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
