/** A question that may take long: asked, followed, cancelled, asked again. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ApiError, ask } from "../api/client";
import { CANCEL_JOB, JOB_BY_ID } from "../api/queries";
import type { Job } from "../api/types";
import { version } from "../state/asking";
import { isAbort } from "../state/session";
import type { Asked } from "./useAsk";

const FOLLOW_MS = 700;

export interface Computed<T> {
  asked: Asked<T>;
  /** How far it is, once the server knows; null before. */
  job: Job | null;
  cancel: () => void;
  again: () => void;
}

/** An id for a job that nobody else has. */
export function newJobId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `job-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Ask `query`; while it is computed, `job` says how far it is. */
export function useComputed<T>(query: string, variables: Record<string, unknown>): Computed<T> {
  const asked = useSignal<Asked<T>>({ state: "loading", old: null });
  const job = useSignal<Job | null>(null);
  const running = useSignal<{ id: string; stop: AbortController } | null>(null);
  const turn = useSignal(0);
  const words = JSON.stringify(variables);
  const data = version.value;
  const count = turn.value;
  useEffect(() => {
    const stop = new AbortController();
    const id = newJobId();
    const before = asked.peek();
    asked.value = { state: "loading", old: before.state === "ready" ? before.data : null };
    job.value = null;
    running.value = { id, stop };
    const timer = setInterval(() => {
      ask<{ job: Job | null }>(JOB_BY_ID, { id }, stop.signal).then(
        (answer) => {
          job.value = answer.job;
        },
        () => undefined,
      );
    }, FOLLOW_MS);
    ask<T>(query, JSON.parse(words), stop.signal, id)
      .then(
        (answer) => {
          asked.value = { state: "ready", data: answer };
        },
        (error) => {
          if (!isAbort(error)) asked.value = { state: "failed", error };
        },
      )
      .finally(() => clearInterval(timer));
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [query, words, data, count]);
  return {
    asked: asked.value,
    job: job.value,
    cancel: () => {
      const now = running.peek();
      if (!now || asked.peek().state !== "loading") return;
      ask(CANCEL_JOB, { id: now.id }).catch(() => undefined);
      now.stop.abort();
      asked.value = { state: "failed", error: new ApiError("CANCELLED", "") };
    },
    again: () => {
      turn.value += 1;
    },
  };
}
