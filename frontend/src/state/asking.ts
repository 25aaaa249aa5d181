/** Questions to the server about the open case, and whether one is under way. */

import { signal } from "@preact/signals";
import { ApiError, ask } from "../api/client";
import * as q from "../api/queries";
import type { CaseRef, CompactGraph, Metric } from "../api/types";
import type { TimeSpan } from "../model/brush";
import { tell } from "./session";
import { withUndated } from "./time";

const OVERVIEW_LIMIT = 300;

export const currentCase = signal<CaseRef | null>(null);
export const busy = signal(0);
/** Counts up whenever what the server says may have changed. */
export const version = signal(0);

/** Do something that takes a moment, telling of its failure; false where it failed. */
export async function doing(work: () => Promise<void>): Promise<boolean> {
  busy.value += 1;
  try {
    await work();
    return true;
  } catch (error) {
    tell(error);
    return false;
  } finally {
    busy.value -= 1;
  }
}

export async function askExpand(ids: readonly string[], hops: number, limit: number) {
  const { expand } = await ask<{ expand: CompactGraph }>(q.EXPAND, { ids, hops, limit });
  return expand;
}

/** The case at first sight: the server's overview, or around its best-linked nodes. */
export async function askOverview(id: string): Promise<CompactGraph> {
  try {
    const answer = await ask<{ case: { network: CompactGraph } | null }>(q.OVERVIEW, {
      id,
      limit: OVERVIEW_LIMIT,
    });
    if (answer.case) return answer.case.network;
  } catch (error) {
    if (error instanceof DOMException) throw error;
  }
  const top = await askScores(id, "DEGREE");
  const ids = [...top.keys()].slice(0, 25);
  if (ids.length === 0) return { compact: NOTHING, truncated: false };
  return askExpand(ids, 1, OVERVIEW_LIMIT);
}

const NOTHING = {
  nodes: { id: [], schema: [], caption: [], country: [] },
  edges: { id: [], source: [], target: [], schema: [], count: [] },
};

/** A time as it is asked for. */
export function asked(time: TimeSpan | null) {
  return time && { ...time, undated: withUndated.value };
}

export async function askScores(caseId: string, metric: Metric, time: TimeSpan | null = null) {
  const { centrality } = await ask<{
    centrality: { warnings: string[]; scores: { entity: { id: string }; score: number | null }[] };
  }>(q.CENTRALITY, { case: caseId, metric, top: OVERVIEW_LIMIT, ...asked(time) });
  return new Map(centrality.scores.map((s) => [s.entity.id, s.score]));
}

export async function askCase(id: string): Promise<void> {
  const answer = await ask<{ case: CaseRef | null }>(q.CASE_BY_ID, { id });
  currentCase.value = answer.case;
  if (!answer.case) throw new ApiError("NOT_FOUND", "");
}

/** Fetch what joins the given nodes, nothing around them. */
export async function askBetween(ids: readonly string[]): Promise<CompactGraph> {
  return askExpand(ids, 0, Math.max(ids.length, 1));
}

/** Like `askBetween`, but nodes that the server no longer shows are left out; null
 * where none is left. */
export async function askAmong(ids: readonly string[]): Promise<CompactGraph | null> {
  if (ids.length === 0) return null;
  try {
    return await askBetween(ids);
  } catch (error) {
    if (!isGone(error)) throw error;
    const there = await stillThere(ids);
    return there.length > 0 ? askBetween(there) : null;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === "NOT_FOUND";
}

/** Find those that are still there: halves that fail are halved again. */
async function stillThere(ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  try {
    await askBetween(ids);
    return [...ids];
  } catch (error) {
    if (!isGone(error)) throw error;
    if (ids.length === 1) return [];
    const middle = Math.ceil(ids.length / 2);
    const halves = [ids.slice(0, middle), ids.slice(middle)];
    return (await Promise.all(halves.map(stillThere))).flat();
  }
}
