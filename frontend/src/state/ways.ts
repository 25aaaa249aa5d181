/** Ways between the two entities that are picked. */

import { ask } from "../api/client";
import * as q from "../api/queries";
import type { OrderedPath, PathResult } from "../api/types";
import { t } from "../i18n";
import { partOfPaths } from "../model/compact";
import { merge, withPaths } from "../model/network";
import { doing } from "./asking";
import { network, picked, step } from "./exploration";
import { place } from "./place";
import { say } from "./session";
import { inOrder, maxWait, period } from "./time";

const MAX_HOPS = 6;

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
