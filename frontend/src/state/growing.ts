/** What brings entities to the table and takes them off it. */

import { ask } from "../api/client";
import * as q from "../api/queries";
import type { EntityRef, RelationshipPage } from "../api/types";
import { t } from "../i18n";
import { decodeCompact, nodeOf, partOfLinks } from "../model/compact";
import { hide, merge, type Network, remove, showAll } from "../model/network";
import { askBetween, doing } from "./asking";
import { nameOfNode, network, sayAdded, step } from "./exploration";
import { go, place } from "./place";

export const PAGE = 50;
const SAME_TIME = 500;

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
