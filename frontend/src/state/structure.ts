/** What the network is seen as: groups, bridges, layers, members taken out. */

import { signal } from "@preact/signals";
import { onLeave } from "./session";

const LENSES = ["groups", "bridges", "alike", "layers"] as const;
export type LensName = (typeof LENSES)[number];
export type Ends = readonly [string, string];

/** One way to see the drawing. It stays while entities are looked at, until it is closed. */
export interface Lens {
  readonly name: LensName;
  /** Groups of entities that are outlined. */
  readonly groups?: readonly (readonly string[])[];
  /** Pairs of entities that are marked. */
  readonly spans?: readonly Ends[];
  /** Colours in place of the countries'; who has none is faded. */
  readonly tints?: ReadonlyMap<string, string>;
}

export const lens = signal<Lens | null>(null);
/** The pair that is pointed at in a list. */
export const hoveredPair = signal<Ends | null>(null);
/** Entities shown as taken out. */
export const gone = signal<ReadonlySet<string>>(new Set());

/** Which parts of the panel are open, so that they still are when one comes back to it. */
export const opened = signal<ReadonlySet<string>>(new Set());

/** Open or close a part of the panel; the lens that it set goes with it. Of those that set
 * one, only one is open. */
export function setOpen(name: string, open: boolean): void {
  if (opened.value.has(name) === open) return;
  const next = new Set(opened.value);
  const sets = LENSES.some((one) => one === name);
  if (open && sets) for (const one of LENSES) next.delete(one);
  if (open) next.add(name);
  else next.delete(name);
  opened.value = next;
  if (open ? sets : lens.value?.name === name) lens.value = null;
}

/** See the drawing as ever, and close the part that set the lens. */
export function closeLens(): void {
  const name = lens.value?.name;
  lens.value = null;
  hoveredPair.value = null;
  if (name) setOpen(name, false);
}

export function forgetStructure(): void {
  lens.value = null;
  hoveredPair.value = null;
  gone.value = new Set();
  opened.value = new Set();
}

onLeave(forgetStructure);

/** Whether persons alone are looked at, joined through what they share and deal in. */
export const personsAlone = signal(false);
/** Whether calls, payments and orders count the way they went. */
export const directed = signal(false);

/** What of the case the questions to how members are placed are about. */
export function placing(caseId: string) {
  return {
    case: caseId,
    part: personsAlone.value ? { persons: "Person" } : {},
    directed: directed.value,
  };
}
