/** What the network is seen in parts as: groups, bridges, layers, members taken out. */

import { computed, signal } from "@preact/signals";
import type { Part } from "../api/types";
import type { Span } from "../view/spans";

/** Groups of entities that are outlined on the drawing. */
export const groups = signal<readonly (readonly string[])[]>([]);
/** Entities shown as taken out. */
export const gone = signal<ReadonlySet<string>>(new Set());
/** Pairs of entities that are marked on the drawing. */
export const spans = signal<readonly Span[]>([]);
/** Colours in place of the countries'; null: as ever. */
export const tints = signal<ReadonlyMap<string, string> | null>(null);

/** Whether persons alone are looked at, joined through what they share and deal in. */
export const personsAlone = signal(false);
/** Whether calls, payments and orders count the way they went. */
export const directed = signal(false);

/** The part of the case that is asked for. */
export const part = computed<Part>(() => (personsAlone.value ? { persons: "Person" } : {}));
