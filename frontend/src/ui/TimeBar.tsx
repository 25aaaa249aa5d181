/** Events over time below the drawing: a stretch of it is all that is drawn and computed. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ACTIVITY } from "../api/queries";
import type { ActivityRef } from "../api/types";
import { formatDay, formatLastDay, t, tn } from "../i18n";
import { barAt, countOf, moveStretch, type Stretch, stretchOf, timeOf } from "../model/brush";
import { lookAt } from "../state/opening";
import { ownZone, stretch, timeOpen, withUndated } from "../state/time";
import { Failed, IconButton, Spinner } from "./parts";
import { useAsk } from "./useAsk";

const HEIGHT = 46;
const PATIENCE = 350;

export function TimeBar({ caseId }: { caseId: string }) {
  const asked = useAsk<{ activity: ActivityRef }>(ACTIVITY, { case: caseId, zone: ownZone() });
  const now = asked.value;
  const found =
    now.state === "ready" ? now.data.activity : now.state === "loading" ? now.old?.activity : null;
  return (
    <section class="timebar" aria-label={t("time.bar")}>
      {now.state === "failed" && <Failed error={now.error} />}
      {now.state !== "failed" && !found && <Spinner />}
      {found && found.bars.length === 0 && <p class="muted">{t("time.none")}</p>}
      {found && found.bars.length > 0 && <Brush found={found} />}
      <IconButton icon="close" label={t("panel.close")} onClick={() => (timeOpen.value = false)} />
    </section>
  );
}

function Brush({ found }: { found: ActivityRef }) {
  const { bars } = found;
  const shown = useSignal<Stretch | null>(stretch.value);
  const waiting = useRef<number | undefined>(undefined);
  useEffect(() => {
    shown.value = stretch.value;
  }, [stretch.value]);
  useEffect(() => () => clearTimeout(waiting.current), []);

  /** Show a stretch at once, and ask for it when the hand rests. */
  function choose(next: Stretch | null): void {
    const whole = next && next.first === 0 && next.last === bars.length - 1;
    const chosen = whole ? null : next;
    shown.value = chosen;
    clearTimeout(waiting.current);
    waiting.current = window.setTimeout(() => void lookAt(chosen, timeOf(bars, chosen)), PATIENCE);
  }

  const { first, last } = shown.value ?? { first: 0, last: bars.length - 1 };
  const [from, to] = [bars[first]?.from ?? "", bars[last]?.to ?? ""];
  const words = t("time.chosen", { from: formatDay(from), to: formatLastDay(to) });
  const count = tn("time.events", countOf(bars, shown.value));
  return (
    <div class="timebar-body">
      <div class="timebar-row">
        <strong role="status">
          {shown.value ? words : t("time.all")} · {count}
        </strong>
        <span class="muted">{t("time.zone", { zone: found.zone })}</span>
        <span class="grow" />
        <IconButton
          icon="left"
          label={t("time.earlier")}
          disabled={!shown.value || first === 0}
          onClick={() => choose(moveStretch({ first, last }, first - last - 1, bars.length))}
        />
        <IconButton
          icon="right"
          label={t("time.later")}
          disabled={!shown.value || last === bars.length - 1}
          onClick={() => choose(moveStretch({ first, last }, last - first + 1, bars.length))}
        />
        <label class="check" title={t("time.undatedLead")}>
          <input
            type="checkbox"
            checked={withUndated.value}
            onChange={(event) => {
              withUndated.value = event.currentTarget.checked;
              if (shown.value) choose(shown.value);
            }}
          />
          {t("time.undated")}
        </label>
        <button
          type="button"
          class="button compact"
          disabled={!shown.value}
          onClick={() => choose(null)}
        >
          {t("time.reset")}
        </button>
      </div>
      <Bars bars={bars} chosen={{ first, last }} onChoose={choose} />
      <div class="timebar-row ends">
        <Bound
          label={t("time.from")}
          value={first}
          text={formatDay(from)}
          most={bars.length - 1}
          onInput={(at) => choose(stretchOf(at, Math.max(at, last), bars.length))}
        />
        <Bound
          label={t("time.to")}
          value={last}
          text={formatLastDay(to)}
          most={bars.length - 1}
          onInput={(at) => choose(stretchOf(Math.min(at, first), at, bars.length))}
        />
      </div>
    </div>
  );
}

interface BoundProps {
  label: string;
  value: number;
  text: string;
  most: number;
  onInput: (at: number) => void;
}

/** One end of the stretch, moved by the arrow keys. */
function Bound({ label, value, text, most, onInput }: BoundProps) {
  return (
    <input
      type="range"
      min={0}
      max={most}
      value={value}
      aria-label={label}
      aria-valuetext={text}
      onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
    />
  );
}

interface BarsProps {
  bars: ActivityRef["bars"];
  chosen: Stretch;
  onChoose: (next: Stretch) => void;
}

/** The bars themselves; drawing over them with a pointer chooses from one to another. */
function Bars({ bars, chosen, onChoose }: BarsProps) {
  const begun = useRef<number | null>(null);
  const most = Math.max(1, ...bars.map((bar) => bar.count));

  function at(event: PointerEvent): number {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return barAt((event.clientX - box.left) / (box.width || 1), bars.length);
  }

  return (
    <svg
      class="bars"
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = at(event);
        onChoose(stretchOf(begun.current, begun.current, bars.length));
      }}
      onPointerMove={(event) => {
        if (begun.current !== null) onChoose(stretchOf(begun.current, at(event), bars.length));
      }}
      onPointerUp={() => {
        begun.current = null;
      }}
      onPointerCancel={() => {
        begun.current = null;
      }}
    >
      {bars.map((bar, i) => {
        const height = bar.count === 0 ? 0 : Math.max(2, (HEIGHT * bar.count) / most);
        return (
          <rect
            key={bar.from}
            x={i + 0.08}
            width={0.84}
            y={HEIGHT - height}
            height={height}
            class={i >= chosen.first && i <= chosen.last ? "in" : ""}
          />
        );
      })}
    </svg>
  );
}
