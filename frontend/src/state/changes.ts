/** What changes the server's data, each a step that the server can take back. */

import { ask } from "../api/client";
import * as q from "../api/queries";
import type { Change, Parted, Verdict } from "../api/types";
import { t } from "../i18n";
import { decodeCompact } from "../model/compact";
import { EMPTY, merge, type Network, replace } from "../model/network";
import { askAmong, askCase, askOverview, busy, doing, version } from "./asking";
import { network, replacePresent, step, stepBack, stepForward, steps } from "./exploration";
import { forget } from "./memory";
import { loadScores, truncated } from "./opening";
import { place } from "./place";
import { say } from "./session";

/** Fetch what is drawn anew, and `more`, after the server's data changed. */
async function refreshed(more: readonly string[] = []): Promise<Network> {
  const ids = [...new Set([...network.value.nodes.keys(), ...more])];
  const id = place.value.caseId;
  if (id) await askCase(id);
  const graph = await askAmong(ids);
  return graph ? replace(network.value, decodeCompact(graph.compact)) : EMPTY;
}

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
