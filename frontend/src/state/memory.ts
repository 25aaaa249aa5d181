/** What was on the table in this tab, so that a reload keeps the place; ids only, gone
 * with the tab or the session. */

import { onLeave } from "./session";

interface Kept {
  readonly nodes: string[];
  readonly hidden: string[];
  readonly at: Record<string, [number, number]>;
}

const PREFIX = "klupko.case.";

export function remember(caseId: string, kept: Kept): void {
  try {
    sessionStorage.setItem(PREFIX + caseId, JSON.stringify(kept));
  } catch {
    forget(caseId);
  }
}

export function recall(caseId: string): Kept | null {
  const text = sessionStorage.getItem(PREFIX + caseId);
  if (!text) return null;
  try {
    const kept = JSON.parse(text) as Kept;
    return kept.nodes.length > 0 ? kept : null;
  } catch {
    return null;
  }
}

export function forget(caseId: string): void {
  sessionStorage.removeItem(PREFIX + caseId);
}

onLeave(() => {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
});
