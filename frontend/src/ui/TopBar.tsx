/** The bar: where we are, search, steps back and forth, size, drawers. */

import { METRICS, type Metric } from "../api/types";
import { formatNumber, t, tn } from "../i18n";
import { busy, currentCase } from "../state/asking";
import { redo, undo } from "../state/changes";
import { steps } from "../state/exploration";
import { closeReview, go, leaveCase, openReview, place } from "../state/place";
import { progress } from "../state/review";
import { signOut } from "../state/session";
import { period, timeOpen } from "../state/time";
import { dialog, legendOpen } from "../state/ui";
import { Line, Logo } from "./Icon";
import { Preferences } from "./Preferences";
import { IconButton } from "./parts";
import { Search } from "./Search";

export function TopBar() {
  const one = currentCase.value;
  const { review } = place.value;
  return (
    <header class="bar">
      <button
        type="button"
        class="home"
        aria-label={t("cases.switch")}
        title={t("cases.switch")}
        onClick={leaveCase}
      >
        <Logo />
      </button>
      <div class="case-name" title={one?.title ?? ""}>
        <h1>{one?.title || one?.id || "…"}</h1>
        {one && <code>{one.id}</code>}
      </div>
      <Search />
      {!review && <History />}
      {!review && <SizePicker />}
      <span class="grow" />
      <span class={busy.value > 0 ? "busy on" : "busy"} aria-hidden="true" />
      {!review && <Drawers />}
      <ReviewButton />
      <button
        type="button"
        class="button compact"
        onClick={() => (dialog.value = { name: "upload" })}
      >
        <Line name="upload" size={16} />
        <span>{t("toolbar.upload")}</span>
      </button>
      <Preferences />
      <IconButton
        icon="help"
        label={t("toolbar.help")}
        keys="?"
        onClick={() => (dialog.value = { name: "help" })}
      />
      <IconButton icon="leave" label={t("signout")} onClick={() => void signOut()} />
    </header>
  );
}

function Drawers() {
  return (
    <>
      <IconButton
        icon="legend"
        label={t("toolbar.legend")}
        keys="L"
        pressed={legendOpen.value}
        onClick={() => (legendOpen.value = !legendOpen.value)}
      />
      <IconButton
        icon="time"
        label={t("time.open")}
        keys="B"
        pressed={timeOpen.value || period.value !== null}
        onClick={() => (timeOpen.value = !timeOpen.value)}
      />
      <IconButton
        icon="table"
        label={t("toolbar.table")}
        keys="T"
        pressed={place.value.table}
        onClick={() => go({ table: !place.value.table })}
      />
    </>
  );
}

/** To the review of likely duplicates and back, with the number that waits. */
function ReviewButton() {
  const { review } = place.value;
  const waiting = progress.value?.waiting ?? 0;
  return (
    <button
      type="button"
      class="button compact to-review"
      aria-pressed={review}
      title={`${t("review.title")} (R)`}
      aria-label={`${t("review.title")}: ${tn("review.waiting", waiting)}`}
      onClick={() => (review ? closeReview() : openReview())}
    >
      <Line name="same" size={16} />
      <span>{t("review.short")}</span>
      {waiting > 0 && <b class="badge">{formatNumber(waiting)}</b>}
    </button>
  );
}

function History() {
  const last = steps.value.past.at(-1);
  const next = steps.value.future[0];
  return (
    <div class="group">
      <IconButton
        icon="undo"
        label={last ? t("toolbar.undoStep", { step: last.label }) : t("toolbar.undo")}
        keys="Ctrl+Z"
        disabled={!last}
        onClick={() => void undo()}
      />
      <IconButton
        icon="redo"
        label={next ? t("toolbar.redoStep", { step: next.label }) : t("toolbar.redo")}
        keys="Ctrl+Shift+Z"
        disabled={!next}
        onClick={() => void redo()}
      />
    </div>
  );
}

function SizePicker() {
  return (
    <label class="size-picker">
      <span>{t("toolbar.size")}</span>
      <select
        value={place.value.metric}
        onChange={(event) => go({ metric: event.currentTarget.value as Metric }, true)}
      >
        {METRICS.map((metric) => (
          <option key={metric} value={metric}>
            {t(`metric.${metric}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
