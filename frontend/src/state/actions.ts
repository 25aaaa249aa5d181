/** What a user can do to the network, each a question to the server and a step. */

import { signal } from "@preact/signals";
import { ApiError, ask } from "../api/client";
import * as q from "../api/queries";
import type {
  CaseRef,
  Change,
  CompactGraph,
  EntityRef,
  Metric,
  OrderedPath,
  Parted,
  PathResult,
  RelationshipPage,
  Verdict,
} from "../api/types";
import { t } from "../i18n";
import type { Stretch, TimeSpan } from "../model/brush";
import { decodeCompact, nodeOf, partOfLinks, partOfPaths } from "../model/compact";
import {
  EMPTY,
  hide,
  merge,
  type Network,
  remove,
  replace,
  showAll,
  withPaths,
} from "../model/network";
import {
  nameOfNode,
  network,
  picked,
  replacePresent,
  restart,
  sayAdded,
  scores,
  step,
  stepBack,
  stepForward,
  steps,
} from "./exploration";
import { forget, recall } from "./memory";
import { go, place } from "./place";
import { say, tell } from "./session";
import { active, forgetTime, inOrder, maxWait, period, stretch, withUndated } from "./time";

export const OVERVIEW_LIMIT = 300;
export const PAGE = 50;
export const MAX_HOPS = 6;
const SAME_TIME = 500;

export type Loading =
  | { state: "loading" }
  | { state: "ready" }
  | { state: "failed"; error: unknown };

export const loading = signal<Loading>({ state: "loading" });
export const currentCase = signal<CaseRef | null>(null);
export const truncated = signal(false);
export const busy = signal(0);

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

async function askExpand(ids: readonly string[], hops: number, limit: number) {
  const { expand } = await ask<{ expand: CompactGraph }>(q.EXPAND, { ids, hops, limit });
  return expand;
}

/** The case at first sight: the server's overview, or around its best-linked nodes. */
async function askOverview(id: string): Promise<CompactGraph> {
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
function asked(time: TimeSpan | null) {
  return time && { ...time, undated: withUndated.value };
}

async function askScores(caseId: string, metric: Metric, time: TimeSpan | null = null) {
  const { centrality } = await ask<{
    centrality: { warnings: string[]; scores: { entity: { id: string }; score: number | null }[] };
  }>(q.CENTRALITY, { case: caseId, metric, top: OVERVIEW_LIMIT, ...asked(time) });
  return new Map(centrality.scores.map((s) => [s.entity.id, s.score]));
}

async function askCase(id: string): Promise<void> {
  const answer = await ask<{ case: CaseRef | null }>(q.CASE_BY_ID, { id });
  currentCase.value = answer.case;
  if (!answer.case) throw new ApiError("NOT_FOUND", "");
}

/** Fetch what joins the given nodes, nothing around them. */
async function askBetween(ids: readonly string[]): Promise<CompactGraph> {
  return askExpand(ids, 0, Math.max(ids.length, 1));
}

/** Like `askBetween`, but nodes that the server no longer shows are left out; null
 * where none is left. */
async function askAmong(ids: readonly string[]): Promise<CompactGraph | null> {
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

/** Open a case: where the user was in this tab, else the overview. */
export async function openCase(id: string): Promise<void> {
  loading.value = { state: "loading" };
  forgetTime();
  restart(EMPTY);
  try {
    await askCase(id);
    const kept = recall(id);
    const graph = kept ? await askAmong(kept.nodes) : null;
    const first = graph && graph.compact.nodes.id.length > 0 ? graph : await askOverview(id);
    truncated.value = first.truncated;
    const start = merge(EMPTY, decodeCompact(first.compact));
    restart(kept && first === graph ? hide(start, kept.hidden) : start);
    loading.value = { state: "ready" };
    await ensureSelected();
  } catch (error) {
    loading.value = { state: "failed", error };
  }
}

/** A link into the case may name a node that the overview leaves out: bring it in. */
async function ensureSelected(): Promise<void> {
  const id = place.value.node;
  if (!id || network.value.nodes.has(id)) return;
  await doing(async () => {
    const { entity } = await ask<{ entity: EntityRef | null }>(q.DEGREE, { id });
    if (entity) restart(merge(network.value, { nodes: [nodeOf(entity)], edges: [] }));
    else go({ node: null }, true);
  });
}

/** Back to the overview as a step. */
export async function showOverview(): Promise<void> {
  const id = place.value.caseId;
  if (!id) return;
  await doing(async () => {
    const graph = await askOverview(id);
    truncated.value = graph.truncated;
    step(t("step.overview"), merge(EMPTY, decodeCompact(graph.compact)));
  });
}

/** Fetch the scores of the open case; that it is not there is said by opening it. */
export async function loadScores(metric: Metric): Promise<void> {
  const id = place.value.caseId;
  if (!id) return;
  await doing(async () => {
    const byId = await askScores(id, metric, period.value).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === "NOT_FOUND") return null;
      throw error;
    });
    if (byId && place.value.metric === metric) scores.value = { metric, byId };
  });
}

/** Look at a stretch of time: only what was there then is drawn and computed. */
export async function lookAt(chosen: Stretch | null, time: TimeSpan | null): Promise<void> {
  const id = place.value.caseId;
  if (!id) return;
  stretch.value = chosen;
  period.value = time;
  await doing(async () => {
    const found = time
      ? await ask<{ active: Record<string, number> }>(q.ACTIVE, {
          case: id,
          ...asked(time),
        })
      : null;
    if (period.value === time) active.value = found && new Map(Object.entries(found.active));
  });
  if (period.value === time) await loadScores(place.value.metric);
}

/** Add what joins the new nodes to those already drawn; a server that will not say
 * leaves the network as it is. */
export async function joined(next: Network, added: ReadonlySet<string>): Promise<Network> {
  if (added.size === 0 || next.nodes.size > SAME_TIME) return next;
  try {
    const { compact } = await askBetween([...next.nodes.keys()]);
    const part = decodeCompact(compact);
    const known = { nodes: [], edges: part.edges };
    return merge(next, known);
  } catch {
    return next;
  }
}

export function newNodes(before: Network, after: Network): Set<string> {
  return new Set([...after.nodes.keys()].filter((id) => !before.nodes.has(id)));
}

export interface ExpandPage {
  readonly shown: number;
  readonly total: number;
  readonly next: string | null;
}

/** Add one page of a node's links of some schema (null: all), by id. */
export async function expandNode(
  id: string,
  schema: string | null,
  after: string | null,
): Promise<ExpandPage | null> {
  let result: ExpandPage | null = null;
  await doing(async () => {
    const { entity } = await ask<{
      entity: (EntityRef & { relationships: RelationshipPage }) | null;
    }>(q.RELATIONSHIPS, { id, schemata: schema ? [schema] : null, first: PAGE, after });
    if (!entity) return;
    const page = entity.relationships;
    const before = network.value;
    const part = partOfLinks(page.edges.map((edge) => edge.node));
    const grown = merge(before, { ...part, nodes: [nodeOf(entity), ...part.nodes] });
    const next = await joined(grown, newNodes(before, grown));
    step(t("step.expand", { name: entity.caption }), next);
    sayAdded(before, next);
    result = {
      shown: page.edges.length,
      total: page.totalCount,
      next: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null,
    };
  });
  return result;
}

/** Put a found entity on the table with whatever joins it to the rest. */
export async function addEntity(entity: EntityRef): Promise<void> {
  const before = network.value;
  if (before.nodes.has(entity.id) && !before.hidden.has(entity.id)) return;
  await doing(async () => {
    const grown = merge(before, { nodes: [nodeOf(entity)], edges: [] });
    const next = await joined(grown, newNodes(before, grown));
    step(t("step.add", { name: entity.caption }), next);
  });
}

export function hideNode(id: string): void {
  step(t("step.hide", { name: nameOfNode(id) }), hide(network.value, [id]));
}

export function removeNode(id: string): void {
  const name = nameOfNode(id);
  if (place.value.node === id) go({ node: null });
  step(t("step.remove", { name }), remove(network.value, [id]));
}

export function showHidden(): void {
  step(t("step.show"), showAll(network.value));
}

/** Find the shortest paths between the two picked nodes and show the first. */
export async function findPaths(): Promise<void> {
  const { start, end } = picked.value;
  if (!start || !end) return;
  if (inOrder.value) return findPathsInOrder(start, end);
  await doing(async () => {
    const { paths } = await ask<{ paths: PathResult[] }>(q.PATHS, {
      from: start,
      to: end,
      maxHops: MAX_HOPS,
      k: 3,
    });
    if (paths.length === 0) return say(t("path.none", { n: MAX_HOPS }));
    const before = network.value;
    const grown = merge(before, partOfPaths(paths));
    const found = paths.map((path) => ({
      nodes: path.nodes.map((node) => node.id),
      edges: path.edges.map((edge) => edge.id),
    }));
    step(t("step.path"), withPaths(grown, found));
  });
}

/** Find the ways that keep to the order of time, the shortest first. */
async function findPathsInOrder(from: string, to: string): Promise<void> {
  await doing(async () => {
    const { pathsInOrder } = await ask<{ pathsInOrder: OrderedPath[] }>(q.PATHS_IN_ORDER, {
      from,
      to,
      case: place.value.caseId,
      maxHops: MAX_HOPS,
      maxWaitHours: maxWait.value,
      ...period.value,
    });
    if (pathsInOrder.length === 0) return say(t("path.noneInOrder", { n: MAX_HOPS }));
    const plain = pathsInOrder.map((path) => ({
      length: path.length,
      nodes: [path.start, ...path.steps.map((one) => one.entity)],
      edges: path.steps.map((one) => one.edge),
    }));
    const found = pathsInOrder.map((path, i) => ({
      nodes: (plain[i]?.nodes ?? []).map((node) => node.id),
      edges: path.steps.map((one) => one.edge.id),
      times: path.steps.map((one) =>
        one.dated && one.at ? { at: one.at, exact: one.exact } : null,
      ),
    }));
    step(t("step.path"), withPaths(merge(network.value, partOfPaths(plain)), found));
  });
}

export function clearPath(): void {
  picked.value = { start: null, end: null };
  if (network.value.paths.length > 0) step(t("step.clearPath"), withPaths(network.value, []));
}

/** Fetch what is drawn anew, and `more`, after the server's data changed. */
async function refreshed(more: readonly string[] = []): Promise<Network> {
  const ids = [...new Set([...network.value.nodes.keys(), ...more])];
  const id = place.value.caseId;
  if (id) await askCase(id);
  const graph = await askAmong(ids);
  return graph ? replace(network.value, decodeCompact(graph.compact)) : EMPTY;
}

/** Counts up whenever what the server says may have changed. */
export const version = signal(0);

async function changed(label: string, event: string, more: readonly string[] = []): Promise<void> {
  const next = await refreshed(more);
  step(label, next, event);
  version.value += 1;
}

export async function judge(
  left: string,
  right: string,
  verdict: Verdict,
  reason: string,
): Promise<boolean> {
  return doing(async () => {
    const answer = await ask<{ judge: Change }>(q.JUDGE, { left, right, verdict, reason });
    await changed(t("step.judge"), answer.judge.event);
    say(t("judge.done"), "step");
  });
}

export async function withdraw(statement: string, reason: string): Promise<boolean> {
  return doing(async () => {
    const answer = await ask<{ withdraw: Change }>(q.WITHDRAW, { statements: [statement], reason });
    await changed(t("step.withdraw"), answer.withdraw.event);
    say(t("withdraw.done"), "step");
  });
}

async function parted(label: string, change: Parted): Promise<void> {
  const parts = change.entities.map((one) => one.id);
  await changed(label, change.event, parts);
}

/** Take a record out of the entity that it is part of; what it becomes is drawn too. */
export async function separate(member: string, name: string, reason: string): Promise<boolean> {
  return doing(async () => {
    const answer = await ask<{ separate: Parted }>(q.SEPARATE, { member, reason });
    await parted(t("step.separate", { name }), answer.separate);
    say(t("merged.takenOut", { name }), "step");
  });
}

/** Give statements of an entity to a new one, which is drawn too. */
export async function split(
  entity: string,
  statements: readonly string[],
  name: string,
  reason: string,
): Promise<boolean> {
  return doing(async () => {
    const variables = { entity, statements, reason };
    const answer = await ask<{ split: Parted }>(q.SPLIT, variables);
    await parted(t("step.split", { name }), answer.split);
    say(t("split.done", { name }), "step");
  });
}

async function askUndo(event: string): Promise<string> {
  const { undo } = await ask<{ undo: Change }>(q.UNDO, { event });
  return undo.event;
}

/** Undo the last step; where it changed the server, the server takes it back first. */
export async function undo(): Promise<void> {
  const last = steps.value.past.at(-1);
  if (!last || busy.value > 0) return;
  await doing(async () => {
    const event = last.event ? await askUndo(last.event) : undefined;
    stepBack(event);
    if (event) version.value += 1;
  });
}

export async function redo(): Promise<void> {
  const next = steps.value.future[0];
  if (!next || busy.value > 0) return;
  await doing(async () => {
    const event = next.event ? await askUndo(next.event) : undefined;
    stepForward(event);
    if (event) version.value += 1;
  });
}

/** After likely duplicates were judged: what is drawn as it is now, without a step. */
export async function afterReview(): Promise<void> {
  await doing(async () => {
    replacePresent(await refreshed());
    version.value += 1;
  });
}

/** After files were read: the overview again, and all that came with it. */
export async function afterImport(): Promise<void> {
  const id = place.value.caseId;
  if (!id) return;
  await doing(async () => {
    await askCase(id);
    const graph = await askOverview(id);
    truncated.value = graph.truncated;
    forget(id);
    step(t("step.import"), merge(network.value, decodeCompact(graph.compact)));
    version.value += 1;
  });
  await loadScores(place.value.metric);
}
