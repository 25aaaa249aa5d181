/** The dialogs: help, files, judgement, withdrawal. */

import { useSignal } from "@preact/signals";
import type { Verdict } from "../api/types";
import { t } from "../i18n";
import type { Key } from "../i18n/en";
import { judge, separate, withdraw } from "../state/changes";
import { nameOfNode } from "../state/exploration";
import { place } from "../state/place";
import { dialog } from "../state/ui";
import { Dialog } from "./parts";
import { SplitDialog } from "./Split";
import { UploadDialog } from "./Upload";

function close(): void {
  dialog.value = null;
}

export function Dialogs() {
  const now = dialog.value;
  if (!now) return null;
  if (now.name === "help") return <Help />;
  if (now.name === "upload") return <UploadDialog onClose={close} />;
  if (now.name === "judge") return <Judge left={now.left} right={now.right} />;
  if (now.name === "split") return <SplitDialog id={now.entity} onClose={close} />;
  if (now.name === "separate") return <Separate member={now.member} caption={now.caption} />;
  return <Withdraw statement={now.statement} value={now.value} />;
}

const KEYS: [string[], Key][] = [
  [["/"], "help.search"],
  [["←", "↑", "→", "↓"], "help.move"],
  [["Enter"], "help.open"],
  [["E"], "help.expand"],
  [["H"], "help.hide"],
  [["Del"], "help.remove"],
  [["S"], "help.start"],
  [["G"], "help.end"],
  [["Shift", "click"], "help.pick"],
  [["P"], "help.path"],
  [["A"], "help.groupA"],
  [["B"], "help.groupB"],
  [["C"], "help.common"],
  [["W"], "help.connectors"],
  [["Ctrl", "Z"], "help.undo"],
  [["V"], "time.open"],
  [["T"], "help.table"],
  [["R"], "review.title"],
  [["L"], "toolbar.legend"],
  [["F"], "help.fit"],
  [["D"], "help.theme"],
  [["Esc"], "help.escape"],
  [["?"], "help.help"],
];

const REVIEW_KEYS: [string[], Key][] = [
  [["Y"], "help.same"],
  [["N"], "help.different"],
  [["U"], "help.unsure"],
  [["S"], "help.skip"],
  [["Z"], "help.takeBack"],
  [["←", "→"], "help.pairs"],
  [["↑", "↓"], "help.rows"],
  [["Enter"], "help.behind"],
  [["R"], "help.reason"],
  [["/"], "help.search"],
  [["D"], "help.theme"],
  [["Esc"], "help.leave"],
  [["?"], "help.help"],
];

function Help() {
  const keys = place.value.review ? REVIEW_KEYS : KEYS;
  return (
    <Dialog title={t("help.title")} onClose={close} wide>
      <dl class="keys">
        {keys.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

const VERDICTS: readonly Verdict[] = ["POSITIVE", "UNSURE", "NEGATIVE"];

function Judge({ left, right }: { left: string; right: string }) {
  const verdict = useSignal<Verdict>("UNSURE");
  const busy = useSignal(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    if (await judge(left, right, verdict.value, String(form.get("reason")))) close();
    busy.value = false;
  }

  return (
    <Dialog title={t("judge.title")} onClose={close}>
      <form class="form" onSubmit={submit}>
        <p class="pair">
          <strong>{nameOfNode(left)}</strong>
          <span aria-hidden="true">·</span>
          <strong>{nameOfNode(right)}</strong>
        </p>
        <fieldset class="segmented">
          <legend class="hidden">{t("judge.title")}</legend>
          {VERDICTS.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="verdict"
                value={one}
                checked={verdict.value === one}
                onChange={() => {
                  verdict.value = one;
                }}
              />
              <span>{t(`judge.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <label>
          {t("judge.reason")}
          <textarea name="reason" rows={3} />
        </label>
        <div class="actions">
          <button type="button" class="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" class="button primary" disabled={busy.value}>
            {t("judge.submit")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Separate({ member, caption }: { member: string; caption: string }) {
  const busy = useSignal(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    if (await separate(member, caption, String(form.get("reason")))) close();
    busy.value = false;
  }

  return (
    <Dialog title={t("merged.takeOutOf", { name: caption })} onClose={close}>
      <form class="form" onSubmit={submit}>
        <p class="muted">{t("merged.takeOutLead")}</p>
        <label>
          {t("judge.reason")}
          <textarea name="reason" rows={3} />
        </label>
        <div class="actions">
          <button type="button" class="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" class="button primary" disabled={busy.value}>
            {t("merged.takeOut")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Withdraw({ statement, value }: { statement: string; value: string }) {
  const busy = useSignal(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    if (await withdraw(statement, String(form.get("reason")))) close();
    busy.value = false;
  }

  return (
    <Dialog title={t("withdraw.title")} onClose={close}>
      <form class="form" onSubmit={submit}>
        <p>
          <strong>{value}</strong>
        </p>
        <p class="muted">{t("withdraw.lead")}</p>
        <label>
          {t("judge.reason")}
          <textarea name="reason" rows={3} required />
        </label>
        <div class="actions">
          <button type="button" class="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" class="button danger" disabled={busy.value}>
            {t("evidence.withdraw")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
