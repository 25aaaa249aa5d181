/** A pattern as it is put together on the page, and as the server is asked. */

import type { PatternStep } from "../api/types";

export type Direction = "OUT" | "IN" | "ANY";

export interface Row {
  readonly schema: string;
  readonly relationship: string;
  readonly direction: Direction;
  readonly maxHops: number;
  readonly after: string;
  readonly before: string;
  readonly minAmount: string;
}

export const MOST_ROWS = 6;
export const MOST_HOPS = 6;

export const FRESH: Row = {
  schema: "",
  relationship: "",
  direction: "ANY",
  maxHops: 1,
  after: "",
  before: "",
  minAmount: "",
};

function day(text: string): string | null {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : null;
}

function amount(text: string): number | null {
  const number = Number(text.trim().replace(",", "."));
  return text.trim() && Number.isFinite(number) ? number : null;
}

/** The steps of a question: the last names an entity alone, the others lead on. */
export function stepsOf(rows: readonly Row[]): PatternStep[] {
  return rows.map((row, i) => {
    const last = i === rows.length - 1;
    return {
      schema: row.schema || null,
      relationship: last ? null : row.relationship || null,
      direction: last ? null : row.direction,
      after: last ? null : day(row.after),
      before: last ? null : day(row.before),
      minAmount: last ? null : amount(row.minAmount),
      maxHops: last ? null : row.maxHops,
    };
  });
}
