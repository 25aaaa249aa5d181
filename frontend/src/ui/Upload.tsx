/** Files into the case: drop, say how far they are to be trusted, watch them being read. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ask, sendFiles } from "../api/client";
import { JOB_BY_ID } from "../api/queries";
import type { Job } from "../api/types";
import { t, tn } from "../i18n";
import type { Key } from "../i18n/en";
import { REGION } from "../model/countries";
import { readPace, share } from "../model/pace";
import { afterImport } from "../state/changes";
import { place } from "../state/place";
import { wordsOf } from "../state/session";
import { Line } from "./Icon";
import { countryName, Dialog, IconButton } from "./parts";

const POLL_MS = 500;
const CODES = ["H1", "H2", "H3"] as const;

type Stage =
  | { at: "choosing"; problem: string | null }
  | { at: "running"; job: Job | null }
  | { at: "ended"; job: Job };

interface Rejected {
  path: string;
  record: string | null;
  reason: string;
}

function rejectedOf(job: Job): Rejected[] {
  const result = job.result as { rejected?: Rejected[] } | null;
  return Array.isArray(result?.rejected) ? result.rejected : [];
}

function ended(job: Job): boolean {
  return job.state === "DONE" || job.state === "FAILED" || job.state === "CANCELLED";
}

export function UploadDialog({ onClose }: { onClose: () => void }) {
  const files = useSignal<File[]>([]);
  const stage = useSignal<Stage>({ at: "choosing", problem: null });
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function poll(id: string): Promise<void> {
    try {
      const { job } = await ask<{ job: Job }>(JOB_BY_ID, { id });
      if (!ended(job)) {
        stage.value = { at: "running", job };
        timer.current = window.setTimeout(() => void poll(id), POLL_MS);
        return;
      }
      if (job.state === "DONE") await afterImport();
      stage.value = { at: "ended", job };
    } catch (error) {
      stage.value = { at: "choosing", problem: wordsOf(error) };
    }
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const caseId = place.value.caseId;
    if (!caseId || files.value.length === 0) return;
    stage.value = { at: "running", job: null };
    try {
      const job = await sendFiles({
        files: files.value,
        caseId,
        compartment: String(form.get("compartment")).trim(),
        handling: CODES.filter((code) => form.has(code)),
        country: String(form.get("country")),
        evaluation: `${form.get("source")}${form.get("information")}`,
      });
      await poll(job);
    } catch (error) {
      stage.value = { at: "choosing", problem: wordsOf(error) };
    }
  }

  const now = stage.value;
  return (
    <Dialog title={t("upload.title")} onClose={onClose} wide>
      {now.at === "choosing" && <Choosing files={files} problem={now.problem} onSubmit={submit} />}
      {now.at === "running" && <Running job={now.job} />}
      {now.at === "ended" && (
        <Ended
          job={now.job}
          onAgain={() => {
            files.value = [];
            stage.value = { at: "choosing", problem: null };
          }}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface ChoosingProps {
  files: Signal<File[]>;
  problem: string | null;
  onSubmit: (event: SubmitEvent) => void;
}

function Choosing({ files, problem, onSubmit }: ChoosingProps) {
  const over = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const add = (list: FileList | null) => {
    const known = new Set(files.value.map((file) => `${file.name} ${file.size}`));
    const fresh = [...(list ?? [])].filter((file) => !known.has(`${file.name} ${file.size}`));
    files.value = [...files.value, ...fresh];
  };
  return (
    <form class="form" onSubmit={onSubmit}>
      <button
        type="button"
        class={over.value ? "drop over" : "drop"}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => {
          over.value = false;
        }}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          add(event.dataTransfer?.files ?? null);
        }}
      >
        <Line name="upload" size={28} />
        {t("upload.drop")}
      </button>
      <input
        ref={input}
        class="hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={t("upload.choose")}
        onChange={(event) => add(event.currentTarget.files)}
      />
      {files.value.length > 0 && <FileList files={files} />}
      <div class="columns">
        <Grades />
        <fieldset>
          <legend>{t("upload.handling")}</legend>
          {CODES.map((code) => (
            <label class="check" key={code}>
              <input type="checkbox" name={code} /> {t(`handling.${code}` as Key)}
            </label>
          ))}
        </fieldset>
      </div>
      <div class="columns">
        <label>
          {t("upload.country")}
          <select name="country">
            <option value="">{t("country.unknown")}</option>
            {REGION.map((code) => (
              <option key={code} value={code}>
                {countryName(code)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("upload.compartment")}
          <input name="compartment" placeholder={t("upload.compartmentHint")} />
        </label>
      </div>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="actions">
        <button type="submit" class="button primary" disabled={files.value.length === 0}>
          {t("upload.start")}
        </button>
      </div>
    </form>
  );
}

function FileList({ files }: { files: Signal<File[]> }) {
  return (
    <ul class="files">
      {files.value.map((file) => (
        <li key={`${file.name} ${file.size}`}>
          <Line name="file" size={15} />
          <span class="grow">{file.name}</span>
          <small>{Math.max(1, Math.round(file.size / 1024))} KB</small>
          <IconButton
            icon="close"
            label={t("upload.remove", { name: file.name })}
            onClick={() => {
              files.value = files.value.filter((one) => one !== file);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function Grades() {
  return (
    <fieldset>
      <legend>{t("upload.evaluation")}</legend>
      <select name="source" aria-label={t("upload.evaluation")}>
        {["A", "B", "C", "X"].map((code) => (
          <option key={code} value={code} selected={code === "X"}>
            {t(`evidence.${code}` as Key)}
          </option>
        ))}
      </select>
      <select name="information" aria-label={t("upload.evaluation")}>
        {["1", "2", "3", "4"].map((code) => (
          <option key={code} value={code} selected={code === "4"}>
            {t(`evidence.${code}` as Key)}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

function Running({ job }: { job: Job | null }) {
  const total = job?.total ?? null;
  const pace = readPace(job?.message ?? null);
  return (
    <div class="state" role="status">
      <p>{(!pace && job?.message) || t("upload.running")}</p>
      {pace ? (
        <>
          <progress max={1} value={share(pace)} />
          <p class="muted">{t("upload.progress", { done: job?.done ?? 0, total: total ?? 0 })}</p>
          <p class="muted">{t("upload.pace", { ...pace })}</p>
          {pace.left && <p class="muted">{t("upload.left", { time: pace.left })}</p>}
        </>
      ) : total !== null && total > 0 ? (
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

interface EndedProps {
  job: Job;
  onAgain: () => void;
  onClose: () => void;
}

function Ended({ job, onAgain, onClose }: EndedProps) {
  const rejected = rejectedOf(job);
  const done = job.state === "DONE";
  const title = done
    ? "upload.done"
    : job.state === "FAILED"
      ? "upload.failed"
      : "upload.cancelled";
  return (
    <div class={done ? "state" : "state bad"} role="status">
      <h3>{t(title)}</h3>
      {(job.error ?? job.message) && <p>{job.error ?? job.message}</p>}
      {rejected.length > 0 && (
        <div class="rejected">
          <strong>{tn("upload.rejected", rejected.length)}</strong>
          <ul>
            {rejected.map((one) => (
              <li key={`${one.path} ${one.record ?? ""}`}>
                <code>{one.path}</code> {one.record && <b>{one.record}: </b>}
                {one.reason}
              </li>
            ))}
          </ul>
          {done && (
            <p>
              <a class="button" href={`/api/jobs/${job.id}/rejects`} download="rejects.zip">
                {t("upload.rejects")}
              </a>{" "}
              <small class="muted">{t("upload.rejectsHint")}</small>
            </p>
          )}
        </div>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={onAgain}>
          {t("upload.again")}
        </button>
        <button type="button" class="button primary" onClick={onClose}>
          {t("upload.show")}
        </button>
      </div>
    </div>
  );
}
