/** A review of likely duplicates: which pair is looked at, which comes next, what was
 * done here and what undo takes back. */

import type { Verdict } from "../api/types";

/** A pair that waits for a word; `left` and `right` are stored ids. */
export interface Waiting {
  readonly id: string;
  readonly left: string;
  readonly right: string;
  readonly score: number | null;
  readonly names: readonly [string, string];
}

/** A word said here, or a pair put off (no verdict). `event` is null until the server
 * has recorded the word. */
export interface Step {
  readonly pair: Waiting;
  readonly verdict: Verdict | null;
  readonly event: string | null;
}

export interface Session {
  readonly waiting: readonly Waiting[];
  readonly at: Waiting | null;
  readonly steps: readonly Step[];
}

export const NOTHING: Session = { waiting: [], at: null, steps: [] };

/** The server's order: the likeliest first, then by ids. */
function order(a: Waiting, b: Waiting): number {
  const byScore = (b.score ?? 0) - (a.score ?? 0);
  if (byScore !== 0) return byScore;
  return a.left < b.left || (a.left === b.left && a.right < b.right) ? -1 : 1;
}

function withPair(waiting: readonly Waiting[], pair: Waiting): readonly Waiting[] {
  if (waiting.some((one) => one.id === pair.id)) return waiting;
  return [...waiting, pair].sort(order);
}

export function skipped(session: Session): ReadonlySet<string> {
  return new Set(session.steps.filter((step) => !step.verdict).map((step) => step.pair.id));
}

/** How many words were said here. */
export function said(session: Session): number {
  return session.steps.filter((step) => step.verdict).length;
}

/** Those of them that the server has not answered yet. */
export function unanswered(session: Session): number {
  return session.steps.filter((step) => step.verdict && !step.event).length;
}

/** Whether the pair looked at waits for a word. */
export function isWaiting(session: Session): boolean {
  const { at, waiting } = session;
  return at !== null && waiting.some((one) => one.id === at.id);
}

/** The pair that waits in place of the one looked at, where the server asks about the same
 * two entities by other stored ids of theirs. */
export function twinOf(
  session: Session,
  left: ReadonlySet<string>,
  right: ReadonlySet<string>,
): Waiting | null {
  if (!session.at || isWaiting(session)) return null;
  const joins = (one: string, other: string) => left.has(one) && right.has(other);
  const found = session.waiting.find(
    (pair) => joins(pair.left, pair.right) || joins(pair.right, pair.left),
  );
  return found ?? null;
}

/** The pairs that come after the one looked at, round to the beginning; those put off
 * are left out. */
export function upcoming(session: Session): Waiting[] {
  const { at, waiting } = session;
  const off = skipped(session);
  const later = waiting.filter((one) => !at || order(at, one) < 0);
  const earlier = waiting.filter((one) => at && order(at, one) > 0);
  return [...later, ...earlier].filter((one) => one.id !== at?.id && !off.has(one.id));
}

function onward(session: Session): Session {
  return { ...session, at: upcoming(session)[0] ?? null };
}

/** What the server says waits now. A pair looked at stays in sight, settled or not. */
export function arrived(session: Session, waiting: readonly Waiting[]): Session {
  const { at } = session;
  if (!at) return onward({ ...session, waiting });
  return { ...session, waiting, at: waiting.find((one) => one.id === at.id) ?? at };
}

/** Look at a pair, whether it waits or not. */
export function look(session: Session, pair: Waiting | null): Session {
  return { ...session, at: pair };
}

/** Go on to the next pair, or back to the one before it, without a word. */
export function move(session: Session, way: 1 | -1): Session {
  const ahead = upcoming(session);
  return { ...session, at: ahead.at(way === 1 ? 0 : -1) ?? session.at };
}

/** Say a word on the pair looked at, or put it off, and go on to the next. */
export function decide(session: Session, verdict: Verdict | null): Session {
  const pair = session.at;
  if (!pair) return session;
  const next = onward({
    ...session,
    steps: [
      ...session.steps.filter((step) => step.pair.id !== pair.id || step.verdict !== null),
      { pair, verdict, event: null },
    ],
  });
  if (!verdict) return next;
  return { ...next, waiting: next.waiting.filter((one) => one.id !== pair.id) };
}

/** The server has recorded a word as `event`. */
export function recorded(session: Session, pair: Waiting, event: string): Session {
  const mine = session.steps.findLastIndex((step) => step.pair.id === pair.id && !step.event);
  return {
    ...session,
    steps: session.steps.map((step, i) => (i === mine ? { ...step, event } : step)),
  };
}

/** The server has not recorded a word: the pair waits again, but is not jumped to. */
export function refused(session: Session, pair: Waiting): Session {
  const mine = session.steps.findLastIndex((step) => step.pair.id === pair.id && !step.event);
  return {
    at: session.at ?? pair,
    waiting: withPair(session.waiting, pair),
    steps: session.steps.filter((_, i) => i !== mine),
  };
}

/** Take the last step back and look at its pair again. */
export function takeBack(session: Session): Session {
  const last = session.steps.at(-1);
  if (!last) return session;
  return {
    at: last.pair,
    waiting: withPair(session.waiting, last.pair),
    steps: session.steps.slice(0, -1),
  };
}

/** Look again at what was put off. */
export function revisit(session: Session): Session {
  return onward({ ...session, steps: session.steps.filter((step) => step.verdict) });
}

/** Where two texts begin and end to differ, in code points, as [start, end) of each. */
export function differing(left: string, right: string): [[number, number], [number, number]] {
  const [a, b] = [[...left], [...right]];
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return [
    [head, a.length - tail],
    [head, b.length - tail],
  ];
}

/** How long a weight's bar is, as a share of the longest: 1 for the weightiest. */
export function barOf(weight: number, all: readonly number[]): number {
  const most = Math.max(...all.map(Math.abs), 1);
  return Math.abs(weight) / most;
}
