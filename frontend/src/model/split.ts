/** What can be given to another entity: statements by where they come from, and links. */

import type { Property, Relationship, Statement } from "../api/types";

export interface Piece {
  readonly statement: Statement;
  /** The value as it is shown. */
  readonly caption: string;
}

/** Statements of one document, or of one person's entry. */
export interface Lot {
  readonly key: string;
  readonly name: string | null;
  readonly pieces: readonly Piece[];
}

/** A link, and those of its statements that name the entity. */
export interface Tie {
  readonly link: Relationship;
  readonly statements: readonly string[];
}

export function lotsOf(properties: readonly Property[]): Lot[] {
  const lots = new Map<string, { name: string | null; pieces: Piece[] }>();
  for (const property of properties)
    for (const value of property.values)
      for (const statement of value.statements) {
        const { document } = statement.source;
        const key = document?.id ?? "";
        const lot = lots.get(key) ?? { name: document?.name ?? null, pieces: [] };
        lot.pieces.push({ statement, caption: value.caption || value.value });
        lots.set(key, lot);
      }
  return [...lots]
    .map(([key, lot]) => ({ key, ...lot }))
    .sort((a, b) => (a.name ?? "").localeCompare(b.name ?? ""));
}

export function tiesOf(links: readonly Relationship[], ids: readonly string[]): Tie[] {
  const own = new Set(ids);
  return links
    .map((link) => ({
      link,
      statements: link.statements.filter((one) => own.has(one.value)).map((one) => one.id),
    }))
    .filter((tie) => tie.statements.length > 0);
}

export type Fit = "nothing" | "everything" | "fits";

/** Whether what is chosen makes two: something of its own must go, and something stay. */
export function fitOf(lots: readonly Lot[], chosen: ReadonlySet<string>): Fit {
  const own = lots.flatMap((lot) => lot.pieces.map((piece) => piece.statement.id));
  const going = own.filter((id) => chosen.has(id)).length;
  if (going === 0) return "nothing";
  return going === own.length ? "everything" : "fits";
}

/** Choose all of `ids`, or none where all are chosen already. */
export function toggled(chosen: ReadonlySet<string>, ids: readonly string[]): Set<string> {
  const next = new Set(chosen);
  const all = ids.every((id) => chosen.has(id));
  for (const id of ids) {
    if (all) next.delete(id);
    else next.add(id);
  }
  return next;
}
