/** The place in the address bar as a signal; every change is a place to come back to. */

import { signal } from "@preact/signals";
import { formatPlace, NOWHERE, type Place, parsePlace } from "../model/route";

export const place = signal<Place>(parsePlace(location.hash));

addEventListener("hashchange", () => {
  const next = parsePlace(location.hash);
  if (formatPlace(next) !== formatPlace(place.value)) place.value = next;
});

/** Go to a place; `replacing` leaves no entry in the browser's history. */
export function go(change: Partial<Place>, replacing = false): void {
  const next = { ...place.value, ...change };
  const hash = formatPlace(next);
  place.value = next;
  if (hash === location.hash) return;
  if (replacing) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
}

export function leaveCase(): void {
  go(NOWHERE);
}

const IN_NETWORK = { review: false, left: null, right: null };

/** What is selected is seen in the network: whoever is elsewhere goes there. */
export function selectNode(id: string | null): void {
  go({ ...IN_NETWORK, node: id, link: null });
}

export function selectLink(id: string | null): void {
  go({ ...IN_NETWORK, link: id, node: null });
}

/** Go to the review of likely duplicates, to one pair where it is given. */
export function openReview(pair: { left: string; right: string } | null = null): void {
  go({ ...NOWHERE, caseId: place.value.caseId, metric: place.value.metric, review: true, ...pair });
}

export function closeReview(): void {
  go({ ...IN_NETWORK, doc: null, page: null, start: null, end: null });
}

export function openDocument(
  doc: string,
  at: { page: number | null; start: number | null; end: number | null },
): void {
  go({ doc, page: at.page, start: at.start, end: at.end });
}

export function closeDocument(): void {
  go({ doc: null, page: null, start: null, end: null });
}
