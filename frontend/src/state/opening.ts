/** A case as it is opened, and what of it is looked at: its overview, a time, scores. */

import { signal } from "@preact/signals";
import { ApiError, ask } from "../api/client";
import * as q from "../api/queries";
import type { EntityRef, Metric } from "../api/types";
import { t } from "../i18n";
import type { Stretch, TimeSpan } from "../model/brush";
import { decodeCompact, nodeOf } from "../model/compact";
import { EMPTY, hide, merge } from "../model/network";
import { askAmong, askCase, asked, askOverview, askScores, doing } from "./asking";
import { network, restart, scores, step } from "./exploration";
import { recall } from "./memory";
import { go, place } from "./place";
import { forgetStructure } from "./structure";
import { active, forgetTime, period, stretch } from "./time";

export type Loading =
  | { state: "loading" }
  | { state: "ready" }
  | { state: "failed"; error: unknown };

export const loading = signal<Loading>({ state: "loading" });
export const truncated = signal(false);

/** Open a case: where the user was in this tab, else the overview. */
export async function openCase(id: string): Promise<void> {
  loading.value = { state: "loading" };
  forgetTime();
  forgetStructure();
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
