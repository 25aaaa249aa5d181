/** What the network is seen in parts as: groups drawn around, members taken out. */

import { signal } from "@preact/signals";

/** Groups of entities that are outlined on the drawing. */
export const groups = signal<readonly (readonly string[])[]>([]);
/** Entities shown as taken out. */
export const gone = signal<ReadonlySet<string>>(new Set());
