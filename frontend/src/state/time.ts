/** The stretch of time that the network is looked at in. */

import { signal } from "@preact/signals";
import type { Stretch, TimeSpan } from "../model/brush";

export const timeOpen = signal(false);
/** The bars that are chosen; null for all of them. */
export const stretch = signal<Stretch | null>(null);
/** The time that is chosen; null for all time, with what has no date. */
export const period = signal<TimeSpan | null>(null);
/** How many events each relationship has in that time; null for all time. */
export const active = signal<ReadonlyMap<string, number> | null>(null);

/** Whether what has no date is there too, beside what is. */
export const withUndated = signal(true);
/** Whether paths are to keep to the order of time. */
export const inOrder = signal(false);
/** The longest wait between two contacts of such a path, in hours; null for any. */
export const maxWait = signal<number | null>(null);

/** The time zone of whoever looks, which every hour and day is told in. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

export function forgetTime(): void {
  stretch.value = null;
  period.value = null;
  active.value = null;
}
