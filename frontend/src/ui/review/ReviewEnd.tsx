/** No pair to look at: what is left, and what to do now. */

import type { Job } from "../../api/types";
import { t, tn } from "../../i18n";
import { skipped } from "../../model/review";
import { currentCase } from "../../state/asking";
import { closeReview } from "../../state/place";
import { progress, resolving, revisit, session, startResolver } from "../../state/review";
import { dialog } from "../../state/ui";

export function ReviewEnd() {
  const running = resolving.value;
  const off = skipped(session.value).size;
  if (running?.job && (running.job.state === "RUNNING" || running.job.state === "QUEUED"))
    return <Running job={running.job} />;
  if (running && !running.job && !running.problem) return <Running job={null} />;
  if (off > 0)
    return (
      <div class="state">
        <h2>{t("review.offTitle")}</h2>
        <p>{t("review.offLead")}</p>
        <button type="button" class="button primary" onClick={revisit}>
          {tn("review.again", off)}
        </button>
        <BackButton />
      </div>
    );
  if (currentCase.value?.entities === 0)
    return (
      <div class="state">
        <h2>{t("canvas.empty")}</h2>
        <p>{t("canvas.emptyLead")}</p>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            dialog.value = { name: "upload" };
          }}
        >
          {t("toolbar.upload")}
        </button>
      </div>
    );
  return <Nothing problem={running?.problem ?? problemOf(running?.job)} />;
}

function problemOf(job: Job | null | undefined): string | null {
  if (job?.state === "FAILED") return job.error || t("upload.failed");
  return job?.state === "CANCELLED" ? t("upload.cancelled") : null;
}

function Nothing({ problem }: { problem: string | null }) {
  const now = progress.value;
  const never = now !== null && now.judged + now.automatic === 0;
  const found = resolving.value?.job?.state === "DONE";
  const lead = found ? "review.noneFound" : never ? "review.neverLead" : "review.noneLead";
  return (
    <div class="state">
      <h2>{t("review.none")}</h2>
      <p>{t(lead)}</p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="button" class="button primary" onClick={() => void startResolver()}>
        {t(problem ? "error.retry" : "review.resolve")}
      </button>
      <BackButton />
    </div>
  );
}

function BackButton() {
  return (
    <button type="button" class="link" onClick={closeReview}>
      {t("review.back")}
    </button>
  );
}

function Running({ job }: { job: Job | null }) {
  const total = job?.total ?? 0;
  return (
    <div class="state" role="status">
      <h2>{t("review.resolving")}</h2>
      {total > 0 ? (
        <>
          <progress max={total} value={job?.done ?? 0} />
          <p class="muted">{t("upload.progress", { done: job?.done ?? 0, total })}</p>
        </>
      ) : (
        <progress />
      )}
    </div>
  );
}
