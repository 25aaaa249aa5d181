/** How far a computation is, how long it still takes, and a way to end it. */

import type { VNode } from "preact";
import { ApiError } from "../api/client";
import { t } from "../i18n";
import { clock } from "../model/pace";
import { Failed, Spinner } from "./parts";
import type { Computed } from "./useComputed";

interface Props<T> {
  of: Computed<T>;
  children: (data: T) => VNode;
}

/** What was computed, or how it stands; an older answer stays while a newer is on its way. */
export function Computing<T>({ of, children }: Props<T>) {
  const { asked, job } = of;
  if (asked.state === "ready") return children(asked.data);
  if (asked.state === "failed") {
    const cancelled = asked.error instanceof ApiError && asked.error.code === "CANCELLED";
    if (!cancelled) return <Failed error={asked.error} onRetry={of.again} />;
    return (
      <div class="state" role="status">
        <p>{t("computing.cancelled")}</p>
        <button type="button" class="button" onClick={of.again}>
          {t("error.retry")}
        </button>
      </div>
    );
  }
  if (!job) return asked.old ? children(asked.old) : <Spinner />;
  const known = job.total !== null && job.total > 0;
  return (
    <div class="state computing">
      <p>{t(job.state === "QUEUED" ? "computing.waiting" : "computing.running")}</p>
      {known ? (
        <progress max={job.total ?? 1} value={job.done} aria-label={t("computing.running")} />
      ) : (
        <progress aria-label={t("computing.running")} />
      )}
      {known && (
        <p class="muted">
          {t("computing.progress", { done: job.done, total: job.total ?? 0 })}
          {job.leftS !== null && ` · ${t("upload.left", { time: clock(job.leftS) })}`}
        </p>
      )}
      <button type="button" class="button" onClick={of.cancel}>
        {t("computing.cancel")}
      </button>
    </div>
  );
}
