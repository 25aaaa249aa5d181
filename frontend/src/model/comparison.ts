/** Two records side by side: in which order properties come, and how values are written. */

import type { Comparison, PropertyValue } from "../api/types";
import { fold } from "./fold";

const FIRST = ["name", "alias", "birthDate", "nationality", "country", "idNumber"];
const MOST_WRITTEN = 3;

/** Who it is before what else is known; the rest as the server has it. */
export function inOrder<T extends { name: string }>(properties: readonly T[]): T[] {
  return sorted(properties, (one) => one.name);
}

/** The same, what only one side has coming last. */
export function inReviewOrder(comparisons: readonly Comparison[]): Comparison[] {
  const ranked = sorted(comparisons, (one) => one.property);
  const both = ranked.filter((one) => one.agreement !== "ONE_SIDED");
  return [...both, ...ranked.filter((one) => one.agreement === "ONE_SIDED")];
}

function sorted<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const rank = (item: T) => {
    const at = FIRST.indexOf(nameOf(item));
    return at < 0 ? FIRST.length : at;
  };
  return [...items].sort((a, b) => rank(a) - rank(b));
}

/** How a value is written in its sources, where that is otherwise than it is shown. */
export function asWritten(value: PropertyValue): string[] {
  const shown = new Set([value.value, value.caption]);
  const written = value.statements.flatMap((one) => one.originalValue ?? []);
  return [...new Set(written)].filter((text) => !shown.has(text)).slice(0, MOST_WRITTEN);
}

/** Whether the other side has a value too, in either script and however it is cased. */
export function isCommon(value: PropertyValue, others: readonly PropertyValue[]): boolean {
  const folded = fold(value.value);
  return others.some((other) => fold(other.value) === folded);
}
