/** The network being explored: its steps, what is picked, and its scores. */

import { batch, computed, signal } from "@preact/signals";
import type { Metric } from "../api/types";
import { t, tn } from "../i18n";
import { amend, back, begin, forward, type History, push } from "../model/history";
import { EMPTY, type Network } from "../model/network";
import { filters, shownOf } from "./filters";
import { say } from "./session";
import { active } from "./time";

export const steps = signal<History<Network>>(begin(EMPTY));
export const network = computed(() => steps.value.present);
export const shown = computed(() => shownOf(network.value, filters.value, active.value));

export const picked = signal<{ start: string | null; end: string | null }>({
  start: null,
  end: null,
});
export const hovered = signal<string | null>(null);
export const scores = signal<{ metric: Metric; byId: ReadonlyMap<string, number | null> }>({
  metric: "DEGREE",
  byId: new Map(),
});

/** Begin anew, with nothing to undo. */
export function restart(first: Network): void {
  batch(() => {
    steps.value = begin(first);
    picked.value = { start: null, end: null };
    hovered.value = null;
  });
}

/** Go on to `next` as a step with a name; the same network again is no step. */
export function step(label: string, next: Network, event?: string): void {
  if (next !== network.value || event) steps.value = push(steps.value, label, next, event);
}

/** Show another network in place of the present one, without a step. */
export function replacePresent(next: Network): void {
  steps.value = amend(steps.value, next);
}

/** Say how much larger the network became. */
export function sayAdded(before: Network, after: Network): void {
  const nodes = after.nodes.size - before.nodes.size;
  const links = after.edges.size - before.edges.size;
  if (nodes + links <= 0) say(t("said.nothing"));
  else
    say(
      t("said.added", { nodes: tn("count.entities", nodes), links: tn("count.links", links) }),
      "step",
    );
}

export function stepBack(event?: string): void {
  const label = steps.value.past.at(-1)?.label ?? "";
  steps.value = back(steps.value, event);
  say(t("said.undone", { step: label }));
}

export function stepForward(event?: string): void {
  const label = steps.value.future[0]?.label ?? "";
  steps.value = forward(steps.value, event);
  say(t("said.redone", { step: label }));
}

/** Pick the start, then the end; a third pick begins again. */
export function pick(id: string): void {
  const { start, end } = picked.value;
  if (start === null || end !== null || start === id) picked.value = { start: id, end: null };
  else picked.value = { start, end: id };
}

export function nameOfNode(id: string): string {
  return network.value.nodes.get(id)?.caption ?? id;
}
