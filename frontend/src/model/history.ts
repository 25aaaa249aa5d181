/** Undo and redo over immutable states; a step may carry a change made on the server. */

export interface Step<S> {
  readonly label: string;
  readonly before: S;
  readonly after: S;
  /** The server's event that going back takes back; absent for steps of looking. */
  readonly event?: string;
}

export interface History<S> {
  readonly present: S;
  readonly past: readonly Step<S>[];
  readonly future: readonly Step<S>[];
}

export const LONGEST = 200;

export function begin<S>(present: S): History<S> {
  return { present, past: [], future: [] };
}

/** Go on to `after`; what was undone before is forgotten, and so are the oldest steps. */
export function push<S>(history: History<S>, label: string, after: S, event?: string): History<S> {
  const step: Step<S> = {
    label,
    before: history.present,
    after,
    ...(event === undefined ? {} : { event }),
  };
  return { present: after, past: [...history.past, step].slice(-LONGEST), future: [] };
}

/** Replace the present without a step, as when scores or captions arrive later. */
export function amend<S>(history: History<S>, present: S): History<S> {
  return { ...history, present };
}

/** One step back. `event` replaces the step's: the server's answer to undoing it. */
export function back<S>(history: History<S>, event?: string): History<S> {
  const step = history.past.at(-1);
  if (!step) return history;
  const undone = event === undefined ? step : { ...step, event };
  return {
    present: step.before,
    past: history.past.slice(0, -1),
    future: [undone, ...history.future],
  };
}

/** One step forward again. */
export function forward<S>(history: History<S>, event?: string): History<S> {
  const [step, ...rest] = history.future;
  if (!step) return history;
  const redone = event === undefined ? step : { ...step, event };
  return { present: step.after, past: [...history.past, redone], future: rest };
}
