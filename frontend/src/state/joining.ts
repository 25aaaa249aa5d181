/** What joins entities: two groups gathered by hand, patterns, and what was found. */

import { signal } from "@preact/signals";
import { ask } from "../api/client";
import { BETWEEN, COMMON, PATTERN } from "../api/queries";
import type { BetweenResult, CommonResult, EntityRef, PathResult } from "../api/types";
import { t, tn } from "../i18n";
import { nodeOf, partOfPaths } from "../model/compact";
import { merge, withPaths } from "../model/network";
import { type Row, stepsOf } from "../model/pattern";
import { doing } from "./asking";
import { network, step } from "./exploration";
import { joined, newNodes } from "./growing";
import { say } from "./session";

export type Side = "a" | "b";

const LIMIT = 30;
const DRAWN = 20;

export interface Joined {
  readonly rows: readonly { readonly entity: EntityRef; readonly words: string }[];
  readonly words: string;
}

export const sides = signal<Readonly<Record<Side, readonly string[]>>>({ a: [], b: [] });
export const joins = signal<Joined | null>(null);

/** Put an entity in a group, out of the other; where it is in there already, take it out. */
export function gather(side: Side, id: string): void {
  const there = sides.value[side].includes(id);
  const without = { a: rest("a", id), b: rest("b", id) };
  sides.value = there ? without : { ...without, [side]: [...without[side], id] };
  joins.value = null;
}

function rest(side: Side, id: string): string[] {
  return sides.value[side].filter((one) => one !== id);
}

export function clearJoins(): void {
  sides.value = { a: [], b: [] };
  joins.value = null;
}

/** Draw who is next to all of the gathered entities. */
export async function findCommon(): Promise<void> {
  const ids = [...sides.value.a, ...sides.value.b];
  if (ids.length < 2) return;
  await doing(async () => {
    const answer = await ask<{ commonNeighbors: CommonResult }>(COMMON, { ids, limit: LIMIT });
    const { found, total, truncated } = answer.commonNeighbors;
    const rows = found.map(({ entity, near }) => ({
      entity,
      words: t("join.near", { n: near.length }),
    }));
    const cut = truncated ? t("join.more", { shown: rows.length, total }) : "";
    joins.value = { rows, words: total === 0 ? t("join.noCommon") : cut };
    await draw(rows, t("join.common"));
  });
}

/** Draw who lies on shortest ways between the two groups. */
export async function findConnectors(): Promise<void> {
  const { a: left, b: right } = sides.value;
  if (left.length === 0 || right.length === 0) return;
  await doing(async () => {
    const variables = { left, right, limit: LIMIT };
    const { between } = await ask<{ between: BetweenResult }>(BETWEEN, variables);
    const rows = between.connectors.map(({ entity, pairs, ways }) => ({
      entity,
      words: t("join.ways", { pairs, ways }),
    }));
    joins.value = { rows, words: wordsOf(between) };
    await draw(rows, t("join.connectors"));
  });
}

function wordsOf(found: BetweenResult): string {
  if (found.truncated || found.unfinished) return t("join.cut");
  if (found.joined === 0) return t("join.noConnectors");
  if (found.direct > 0) return t("join.direct", { n: found.direct, pairs: found.pairs });
  return "";
}

/** Put found entities on the table as one step, with whatever joins them to the rest. */
async function draw(rows: Joined["rows"], label: string): Promise<void> {
  const before = network.value;
  const grown = merge(before, { nodes: rows.map((row) => nodeOf(row.entity)), edges: [] });
  const next = await joined(grown, newNodes(before, grown));
  if (rows.length > 0) step(label, next);
}

/** Draw the ways of a case that fit a pattern, the first of them lit. */
export async function findPattern(caseId: string, rows: readonly Row[]): Promise<string> {
  let words = "";
  await doing(async () => {
    const { pattern } = await ask<{ pattern: PathResult[] }>(PATTERN, {
      case: caseId,
      steps: stepsOf(rows),
      limit: DRAWN + 1,
    });
    const kept = pattern.slice(0, DRAWN);
    const cut = pattern.length > kept.length;
    words = cut ? t("pattern.cut", { n: DRAWN }) : tn("pattern.found", kept.length);
    if (kept.length === 0) words = t("pattern.none");
    else {
      const found = kept.map((path) => ({
        nodes: path.nodes.map((node) => node.id),
        edges: path.edges.map((edge) => edge.id),
      }));
      step(t("pattern.title"), withPaths(merge(network.value, partOfPaths(kept)), found));
    }
    say(words, kept.length > 0 ? "step" : undefined);
  });
  return words;
}
