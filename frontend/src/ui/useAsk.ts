/** A question to the server as state: asked anew when its words or the data change. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../api/client";
import { version } from "../state/asking";
import { isAbort } from "../state/session";

export type Asked<T> =
  | { state: "loading"; old: T | null }
  | { state: "failed"; error: unknown }
  | { state: "ready"; data: T };

/** Ask `query`; while a newer answer is on its way the older stays to be shown. */
export function useAsk<T>(query: string, variables: Record<string, unknown>): Signal<Asked<T>> {
  const asked = useSignal<Asked<T>>({ state: "loading", old: null });
  const words = JSON.stringify(variables);
  const data = version.value;
  useEffect(() => {
    const stop = new AbortController();
    const before = asked.peek();
    asked.value = { state: "loading", old: before.state === "ready" ? before.data : null };
    ask<T>(query, JSON.parse(words), stop.signal).then(
      (answer) => {
        asked.value = { state: "ready", data: answer };
      },
      (error) => {
        if (!isAbort(error)) asked.value = { state: "failed", error };
      },
    );
    return () => stop.abort();
  }, [query, words, data]);
  return asked;
}
