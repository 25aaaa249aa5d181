/** The cases that the user may see, and the way to a first one. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../api/client";
import { CASES, CREATE_CASE } from "../api/queries";
import type { CaseRef } from "../api/types";
import { t, tn } from "../i18n";
import { NOWHERE } from "../model/route";
import { go } from "../state/place";
import { signOut, wordsOf } from "../state/session";
import { Line, Logo } from "./Icon";
import { Preferences } from "./Preferences";
import { Dialog, Empty, Failed, IconButton, Spinner } from "./parts";

type Found =
  | { state: "loading" }
  | { state: "failed"; error: unknown }
  | { state: "ready"; cases: CaseRef[] };

interface Answer {
  cases: {
    edges: { node: CaseRef }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

async function askCases(): Promise<CaseRef[]> {
  const found: CaseRef[] = [];
  let after: string | null = null;
  do {
    const { cases }: Answer = await ask<Answer>(CASES, { after });
    found.push(...cases.edges.map((edge) => edge.node));
    after = cases.pageInfo.hasNextPage ? cases.pageInfo.endCursor : null;
  } while (after);
  return found;
}

function openCaseAt(id: string): void {
  go({ ...NOWHERE, caseId: id });
}

export function CasePicker() {
  const found = useSignal<Found>({ state: "loading" });
  const creating = useSignal(false);

  function load(): void {
    found.value = { state: "loading" };
    askCases().then(
      (cases) => (found.value = { state: "ready", cases }),
      (error) => (found.value = { state: "failed", error }),
    );
  }
  useEffect(load, []);

  const now = found.value;
  return (
    <div class="picker">
      <header class="bar">
        <Logo />
        <strong class="name">Klupko</strong>
        <span class="grow" />
        <Preferences />
        <IconButton icon="leave" label={t("signout")} onClick={signOut} />
      </header>
      <main>
        <div class="picker-head">
          <div>
            <h1>{t("cases.title")}</h1>
            {now.state === "ready" && now.cases.length > 0 && <p>{t("cases.lead")}</p>}
          </div>
          <button type="button" class="button" onClick={() => (creating.value = true)}>
            <Line name="plus" size={16} /> {t("cases.new")}
          </button>
        </div>
        {now.state === "loading" && <Spinner />}
        {now.state === "failed" && <Failed error={now.error} onRetry={load} />}
        {now.state === "ready" && now.cases.length === 0 && (
          <Empty title={t("cases.none")} lead={t("cases.noneLead")}>
            <pre>klupko ingest PATH… --case ID</pre>
          </Empty>
        )}
        {now.state === "ready" && <CaseList cases={now.cases} />}
      </main>
      {creating.value && <NewCase onClose={() => (creating.value = false)} />}
    </div>
  );
}

function CaseList({ cases }: { cases: readonly CaseRef[] }) {
  return (
    <ul class="cases">
      {cases.map((one) => (
        <li key={one.id}>
          <a
            class="card case"
            href={`#/case/${encodeURIComponent(one.id)}`}
            onClick={(event) => {
              event.preventDefault();
              openCaseAt(one.id);
            }}
          >
            <h2>{one.title || one.id}</h2>
            <p class="sub">
              <code>{one.id}</code>
              {one.authority && <span> · {one.authority}</span>}
            </p>
            <p class="figures">
              <span>{tn("count.entities", one.entities)}</span>
              <span>{tn("count.links", one.relationships)}</span>
              <span>{tn("count.documents", one.documents)}</span>
              <span>{tn("count.statements", one.statements)}</span>
            </p>
          </a>
        </li>
      ))}
    </ul>
  );
}

function NewCase({ onClose }: { onClose: () => void }) {
  const problem = useSignal<string | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const id = String(form.get("id")).trim();
    try {
      await ask(CREATE_CASE, {
        id,
        title: String(form.get("title")).trim() || id,
        authority: String(form.get("authority")).trim() || null,
      });
      openCaseAt(id);
    } catch (error) {
      problem.value = wordsOf(error);
    }
  }

  return (
    <Dialog title={t("cases.new")} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <label>
          {t("cases.titleField")}
          <input name="title" autofocus />
        </label>
        <label>
          {t("cases.id")}
          <input name="id" required pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" maxLength={64} />
          <small>{t("cases.idHint")}</small>
        </label>
        <label>
          {t("cases.authority")}
          <input name="authority" />
        </label>
        <p class="problem" role="alert">
          {problem.value}
        </p>
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" class="button primary">
            {t("cases.create")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
