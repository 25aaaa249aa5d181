/** A case on the table: bar, legend, drawing, panels, table. */

import { useEffect } from "preact/hooks";
import { formatDay, formatLastDay, t } from "../i18n";
import { currentCase, version } from "../state/asking";
import { undo } from "../state/changes";
import { network } from "../state/exploration";
import { filters, NO_FILTERS } from "../state/filters";
import { loading, loadScores, lookAt, openCase, truncated } from "../state/opening";
import { go, leaveCase, place } from "../state/place";
import { loadProgress } from "../state/review";
import { note } from "../state/session";
import { closeLens, lens } from "../state/structure";
import { period, timeOpen } from "../state/time";
import { dialog, expanding, legendOpen } from "../state/ui";
import { Canvas } from "./Canvas";
import { DataTable } from "./DataTable";
import { Dialogs } from "./Dialogs";
import { DocumentPanel } from "./DocumentPanel";
import { JoinBar } from "./JoinBar";
import { Legend } from "./Legend";
import { PathBar } from "./PathBar";
import { Empty, Failed, IconButton, Spinner } from "./parts";
import { Review } from "./review/Review";
import { SidePanel } from "./SidePanel";
import { listenKeys } from "./shortcuts";
import { TimeBar } from "./TimeBar";
import { TopBar } from "./TopBar";

export function Workspace({ caseId }: { caseId: string }) {
  const { metric, doc, table, review } = place.value;
  useEffect(() => {
    filters.value = NO_FILTERS;
    expanding.value = null;
    void openCase(caseId);
    return listenKeys();
  }, [caseId]);
  useEffect(() => {
    void loadScores(metric);
  }, [caseId, metric]);

  useEffect(() => {
    void loadProgress(caseId);
  }, [caseId, version.value]);

  if (review)
    return (
      <div class={`workspace reviewing ${doc ? "with-document" : ""}`}>
        <TopBar />
        <Review caseId={caseId} />
        {doc && <DocumentPanel key={doc} id={doc} />}
        <Notice />
        <Dialogs />
      </div>
    );
  return (
    <div class={`workspace ${table ? "with-table" : ""} ${doc ? "with-document" : ""}`}>
      <button type="button" class="skip" onClick={skipToTable}>
        {t("skip")}
      </button>
      <TopBar />
      {legendOpen.value && network.value.nodes.size > 0 && <Legend />}
      <main class={timeOpen.value ? "stage with-time" : "stage"}>
        <Stage caseId={caseId} />
        <JoinBar />
        <PathBar />
        {timeOpen.value && network.value.nodes.size > 0 && <TimeBar caseId={caseId} />}
      </main>
      {table && <DataTable />}
      {doc && <DocumentPanel key={doc} id={doc} />}
      <SidePanel />
      <Notice />
      <Dialogs />
    </div>
  );
}

function skipToTable(): void {
  go({ table: true });
  requestAnimationFrame(() => document.querySelector<HTMLElement>("#table tbody tr")?.focus());
}

function Stage({ caseId }: { caseId: string }) {
  const now = loading.value;
  if (now.state === "failed")
    return (
      <Failed error={now.error} onRetry={() => void openCase(caseId)}>
        <button type="button" class="link" onClick={leaveCase}>
          {t("cases.switch")}
        </button>
      </Failed>
    );
  const total = currentCase.value?.entities ?? 0;
  if (now.state === "loading") return <Spinner text={t("canvas.loading")} />;
  return (
    <>
      <Canvas caseId={caseId} />
      {network.value.nodes.size === 0 && (
        <div class="over">
          <Empty title={t("canvas.empty")} lead={t("canvas.emptyLead")}>
            <button
              type="button"
              class="button primary"
              onClick={() => (dialog.value = { name: "upload" })}
            >
              {t("toolbar.upload")}
            </button>
          </Empty>
        </div>
      )}
      <Hints />
      {truncated.value && total > network.value.nodes.size && (
        <p class="hint truncated">
          {t("canvas.truncated", {
            shown: network.value.nodes.size,
            total,
          })}
        </p>
      )}
    </>
  );
}

/** What of the drawing is not as it ever is, and a way back. */
function Hints() {
  const now = lens.value;
  return (
    <div class="hints">
      {period.value && !timeOpen.value && (
        <p class="hint period">
          {t("time.chosen", {
            from: formatDay(period.value.after),
            to: formatLastDay(period.value.before),
          })}
          <button type="button" class="link" onClick={() => void lookAt(null, null)}>
            {t("time.reset")}
          </button>
        </p>
      )}
      {now && (
        <p class="hint period" role="status">
          {t(`lens.${now.name}`)}
          <button type="button" class="link" onClick={closeLens}>
            {t("lens.close")}
          </button>
        </p>
      )}
    </div>
  );
}

/** The status line: what just happened, read aloud, with a way back. */
function Notice() {
  const now = note.value;
  return (
    <div class="notice-place" aria-live="polite" aria-atomic="true">
      {now && (
        <div class={now.kind === "bad" ? "notice bad" : "notice"}>
          <span>{now.text}</span>
          {now.kind === "step" && (
            <button type="button" class="link" onClick={() => void undo()}>
              {t("toolbar.undo")}
            </button>
          )}
          <IconButton icon="close" label={t("panel.close")} onClick={() => (note.value = null)} />
        </div>
      )}
    </div>
  );
}
