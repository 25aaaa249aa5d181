/** The records that one entity stands for, each told from its own statements. */

import type { Judgement, Property, Statement } from "../api/types";

export interface Member {
  readonly id: string;
  /** Its names as they are shown, then as they are written. */
  readonly names: readonly string[];
  readonly documents: readonly string[];
  readonly statements: readonly Statement[];
}

const NAMES = new Set(["name", "alias", "number", "registrationNumber", "plateNumber"]);

export function membersOf(
  ids: readonly string[],
  properties: readonly Property[],
): readonly Member[] {
  const said = properties.flatMap((one) => one.values.flatMap((value) => value.statements));
  return ids.map((id) => {
    const statements = said.filter((one) => one.entity === id);
    const named = statements.filter((one) => NAMES.has(one.property));
    const names = named.flatMap((one) => [one.value, one.originalValue ?? one.value]);
    const documents = statements.flatMap((one) => one.source.document?.name ?? []);
    return { id, names: [...new Set(names)], documents: [...new Set(documents)], statements };
  });
}

export function nameOfMember(member: Member): string {
  return member.names[0] ?? member.id.slice(member.id.indexOf(":") + 1);
}

/** The words that hold the records together, and what else was said on them. */
export function sortWords(judgements: readonly Judgement[]): {
  joining: Judgement[];
  others: Judgement[];
} {
  return {
    joining: judgements.filter((one) => one.verdict === "POSITIVE"),
    others: judgements.filter((one) => one.verdict !== "POSITIVE"),
  };
}
