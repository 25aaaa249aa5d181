/** The review of likely duplicates: what waits, words said in the background, and undo. */

import { computed, signal } from "@preact/signals";
import { ApiError, ask } from "../api/client";
import * as q from "../api/queries";
import type {
  Candidate,
  CandidateRef,
  Change,
  Job,
  Judgement,
  ReviewProgress,
  Side,
  Verdict,
} from "../api/types";
import { t } from "../i18n";
import * as model from "../model/review";
import { afterReview } from "./changes";
import { go, place } from "./place";
import { onLeave, wordsOf } from "./session";

const AT_ONCE = 60;
const AHEAD = 3;
const KEPT = 24;
const POLL_MS = 400;
const LOOK_MS = 20_000;

export type Card =
  | { state: "loading"; old: Candidate | null }
  | { state: "failed"; error: unknown }
  | { state: "ready"; data: Candidate };

/** A word that was not recorded, and why. */
export interface Trouble {
  readonly pair: model.Waiting;
  readonly text: string;
}

export type Opening =
  | { state: "loading" }
  | { state: "ready" }
  | { state: "failed"; error: unknown };

export const opening = signal<Opening>({ state: "loading" });
export const session = signal<model.Session>(model.NOTHING);
export const progress = signal<ReviewProgress | null>(null);
export const cards = signal<ReadonlyMap<string, Card>>(new Map());
export const troubles = signal<readonly Trouble[]>([]);
/** What was just done, for those who hear the page. */
export const spoken = signal("");
export const resolving = signal<{ job: Job | null; problem: string | null } | null>(null);
/** Pairs that a person wants to judge though they no longer wait. */
export const anyway = signal<string | null>(null);

/** The event of the last word on each pair: read in line, so after it was told. */
const events = new Map<string, string>();
/** Why, in the user's words: goes with the next word said. */
export const reason = signal("");

let caseOpen = "";
/** Counts what was said, so that an older answer is not taken for the newest. */
let turn = 0;
let changed = false;
let line: Promise<void> = Promise.resolve();
let inLine = 0;

export function waitingOf(left: string, right: string, one?: CandidateRef): model.Waiting {
  const turned = left > right;
  const names = [one?.left.caption ?? "", one?.right.caption ?? ""] as const;
  const [first, second] = turned ? [right, left] : [left, right];
  return {
    id: `${first} ${second}`,
    left: first,
    right: second,
    score: one?.score ?? null,
    names: turned ? [names[1], names[0]] : names,
  };
}

export function namesOf(pair: model.Waiting): string {
  return pair.names.map((name, i) => name || (i === 0 ? pair.left : pair.right)).join(" / ");
}

/** How many pairs of a case wait; null where the server does not say. */
export async function loadProgress(caseId: string): Promise<void> {
  try {
    const answer = await ask<{ reviewProgress: ReviewProgress }>(q.REVIEW_PROGRESS, {
      case: caseId,
    });
    if (place.value.caseId === caseId) progress.value = answer.reviewProgress;
  } catch {
    progress.value = null;
  }
}

async function fetchQueue(): Promise<void> {
  const [mine, asked] = [turn, caseOpen];
  const first = AT_ONCE + model.skipped(session.value).size;
  const answer = await ask<{
    reviewQueue: { edges: { node: CandidateRef }[] };
    reviewProgress: ReviewProgress;
  }>(q.REVIEW_QUEUE, { case: asked, first });
  if (turn !== mine || caseOpen !== asked) return;
  const waiting = answer.reviewQueue.edges.map(({ node }) =>
    waitingOf(node.leftId, node.rightId, node),
  );
  progress.value = answer.reviewProgress;
  settle(model.arrived(session.value, waiting));
  meetTwin();
}

/** Look at the pair that the server asks about in place of the one looked at. */
function meetTwin(): void {
  const { at } = session.value;
  const data = dataOf(at);
  if (!at || !data || inLine > 0) return;
  const ids = (side: Side) => new Set([side.id, ...side.mergedFrom]);
  const twin = model.twinOf(session.value, ids(data.left), ids(data.right));
  if (!twin) return;
  keep(twin.id, { state: "loading", old: data });
  settle(model.look(session.value, twin));
  void fetchCard(twin);
}

/** Take a new state of the session: its pair into the address, what follows fetched. */
function settle(next: model.Session): void {
  session.value = next;
  if (anyway.value && anyway.value !== next.at?.id) anyway.value = null;
  if (!place.value.review) return;
  const { left = null, right = null } = next.at ?? {};
  if (left !== place.value.left || right !== place.value.right) go({ left, right }, true);
  const soon = [next.at, ...model.upcoming(next).slice(0, AHEAD)];
  for (const pair of soon) if (pair && !cards.value.has(pair.id)) void fetchCard(pair);
}

function keep(id: string, card: Card): void {
  const others = [...cards.value].filter(([other]) => other !== id);
  cards.value = new Map([...others.slice(-KEPT), [id, card]]);
}

export async function fetchCard(pair: model.Waiting): Promise<void> {
  const before = cards.value.get(pair.id);
  keep(pair.id, { state: "loading", old: before?.state === "ready" ? before.data : null });
  const mine = turn;
  try {
    const { left, right } = pair;
    const { candidate } = await ask<{ candidate: Candidate }>(q.CANDIDATE, { left, right });
    keep(pair.id, { state: "ready", data: candidate });
    const { at } = session.value;
    if (at?.id === pair.id && !at.names[0])
      session.value = model.look(session.value, waitingOf(left, right, candidate));
    if (at?.id === pair.id) meetTwin();
    if (mine !== turn && session.value.at?.id === pair.id && inLine === 0) void fetchCard(pair);
  } catch (error) {
    keep(pair.id, { state: "failed", error });
  }
}

/** Begin, or go on, with the pair that the address names first. */
export async function beginReview(caseId: string): Promise<void> {
  if (caseOpen !== caseId) forgetReview();
  caseOpen = caseId;
  const { left, right } = place.value;
  const named = left && right && left !== right ? waitingOf(left, right) : null;
  const known = named && session.value.at?.id === named.id;
  if (named && !known) session.value = model.look(session.value, named);
  if (opening.value.state !== "ready") opening.value = { state: "loading" };
  try {
    await fetchQueue();
    opening.value = { state: "ready" };
  } catch (error) {
    opening.value = { state: "failed", error };
  }
}

/** The browser went back or forward to another pair. */
export function followAddress(): void {
  const { left, right, review } = place.value;
  if (!review || !left || !right || opening.value.state !== "ready") return;
  const pair = waitingOf(left, right);
  if (pair.id === session.value.at?.id) return;
  const known = session.value.waiting.find((one) => one.id === pair.id);
  settle(model.look(session.value, known ?? pair));
}

/** Ask now and then what others have done meanwhile; the answer stops it. */
export function watchOthers(): () => void {
  const look = () => {
    if (document.visibilityState !== "visible" || inLine > 0) return;
    void fetchQueue().then(renewCard, () => undefined);
  };
  const timer = setInterval(look, LOOK_MS);
  addEventListener("focus", look);
  return () => {
    clearInterval(timer);
    removeEventListener("focus", look);
  };
}

function renewCard(): void {
  const pair = session.value.at;
  if (pair && !model.isWaiting(session.value)) void fetchCard(pair);
}

/** Do one thing after the other on the server; when all is done, see what waits now. */
function queue(work: () => Promise<void>): void {
  turn += 1;
  inLine += 1;
  line = line.then(work).finally(() => {
    inLine -= 1;
    if (inLine === 0) void fetchQueue().then(renewCard, () => undefined);
  });
}

function fail(pair: model.Waiting, error: unknown): void {
  const taken = error instanceof ApiError && error.code === "CONFLICT";
  const names = namesOf(pair);
  const text = taken
    ? t("review.taken", { names })
    : t("review.lost", { names, why: wordsOf(error) });
  troubles.value = [...troubles.value.filter((one) => one.pair.id !== pair.id), { pair, text }];
  spoken.value = text;
}

/** The pairs that a word on `pair` may change are compared anew. */
function outdate(pair: model.Waiting): void {
  const touched = idsOf(pair.id);
  const soon = [...cards.value].filter(([id]) => [...idsOf(id)].some((one) => touched.has(one)));
  const fresh = new Map(cards.value);
  for (const [id] of soon) if (id !== session.value.at?.id) fresh.delete(id);
  cards.value = fresh;
  const at = session.value.at;
  if (at && soon.some(([id]) => id === at.id)) void fetchCard(at);
}

/** The stored ids that a pair's two sides stand for. */
function idsOf(id: string): Set<string> {
  const card = cards.value.get(id);
  const data = card?.state === "ready" ? card.data : card?.state === "loading" ? card.old : null;
  const sides = data ? [data.left, data.right] : [];
  return new Set([...id.split(" "), ...sides.flatMap((side) => [side.id, ...side.mergedFrom])]);
}

/** What is known of a pair, though it may be on its way to be known better. */
export function dataOf(pair: model.Waiting | null): Candidate | null {
  const card = pair ? cards.value.get(pair.id) : undefined;
  return card?.state === "ready" ? card.data : card?.state === "loading" ? card.old : null;
}

/** Whether a word can be said now: nobody judges what they do not see. */
export const free = computed(() => {
  const { at } = session.value;
  if (!at || opening.value.state !== "ready" || !dataOf(at)) return false;
  return model.isWaiting(session.value) || anyway.value === at.id;
});

/** Say a word on the pair looked at, or put it off; the next is there at once. */
export function decide(verdict: Verdict | null): void {
  const pair = session.value.at;
  const waits = model.isWaiting(session.value);
  if (!pair || !free.value || (!verdict && !waits)) return;
  const why = verdict ? reason.value.trim() : "";
  if (verdict) reason.value = "";
  troubles.value = troubles.value.filter((one) => one.pair.id !== pair.id);
  const next = model.decide(session.value, verdict);
  const word = verdict ? t(`judge.${verdict}`) : t("review.skipped");
  settle(next);
  spoken.value = `${word}: ${namesOf(pair)}. ${next.at ? namesOf(next.at) : t("review.done")}`;
  if (!verdict) return;
  queue(async () => {
    try {
      const { left, right } = pair;
      const variables = { left, right, verdict, reason: why, unjudged: waits };
      const { judge } = await ask<{ judge: Change }>(q.JUDGE, variables);
      changed = true;
      events.set(pair.id, judge.event);
      session.value = model.recorded(session.value, pair, judge.event);
    } catch (error) {
      settle(model.refused(session.value, pair));
      fail(pair, error);
    }
    outdate(pair);
  });
}

/** Take back the last step, on the server too, and look at its pair again. */
export function takeBack(): void {
  const last = session.value.steps.at(-1);
  if (!last) return;
  settle(model.takeBack(session.value));
  spoken.value = t("said.undone", { step: namesOf(last.pair) });
  if (!last.verdict) return;
  const { pair } = last;
  queue(async () => {
    const event = events.get(pair.id);
    if (!event) return;
    events.delete(pair.id);
    try {
      await ask<{ undo: Change }>(q.UNDO, { event });
    } catch (error) {
      fail(pair, error);
    }
    outdate(pair);
    if (session.value.at?.id === pair.id) void fetchCard(pair);
  });
}

export function move(way: 1 | -1): void {
  settle(model.move(session.value, way));
  const at = session.value.at;
  if (at) spoken.value = namesOf(at);
}

/** Leave a settled pair for the next that waits. */
export function goOn(): void {
  settle(model.arrived({ ...session.value, at: null }, session.value.waiting));
}

export function lookAt(pair: model.Waiting): void {
  troubles.value = troubles.value.filter((one) => one.pair.id !== pair.id);
  settle(model.look(session.value, pair));
  void fetchCard(pair);
}

export function revisit(): void {
  settle(model.revisit(session.value));
}

/** The last word that a person said on the pair. */
export function personsWord(card: Candidate): Judgement | null {
  return card.judgements.findLast((one) => !one.automatic) ?? null;
}

/** Have the case searched for likely duplicates, and see what waits then. */
export async function startResolver(): Promise<void> {
  resolving.value = { job: null, problem: null };
  try {
    const { startResolve } = await ask<{ startResolve: Job }>(q.START_RESOLVE, { case: caseOpen });
    await follow(startResolve);
  } catch (error) {
    resolving.value = { job: null, problem: wordsOf(error) };
  }
}

async function follow(first: Job): Promise<void> {
  let job: Job | null = first;
  while (job && (job.state === "QUEUED" || job.state === "RUNNING")) {
    resolving.value = { job, problem: null };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    job = (await ask<{ job: Job | null }>(q.JOB_BY_ID, { id: first.id })).job;
  }
  changed = true;
  resolving.value = { job, problem: null };
  await fetchQueue();
}

/** Leave the review; what was said changes what the network shows. */
export async function endReview(): Promise<void> {
  await line;
  if (resolving.value?.job?.state === "DONE") resolving.value = null;
  if (!changed || place.value.caseId !== caseOpen) return;
  changed = false;
  await afterReview();
}

function forgetReview(): void {
  session.value = model.NOTHING;
  progress.value = null;
  cards.value = new Map();
  troubles.value = [];
  resolving.value = null;
  anyway.value = null;
  reason.value = "";
  opening.value = { state: "loading" };
  events.clear();
  changed = false;
  caseOpen = "";
  turn += 1;
}

onLeave(forgetReview);
