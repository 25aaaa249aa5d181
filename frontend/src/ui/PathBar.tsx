/** The two picked nodes and the paths found between them. */

import { formatDay, formatWhen, t, tn } from "../i18n";
import type { Key } from "../i18n/en";
import { amend } from "../model/history";
import type { Passing } from "../model/network";
import { nameOfNode, network, picked, steps } from "../state/exploration";
import { selectNode } from "../state/place";
import { inOrder, maxWait } from "../state/time";
import { dialog } from "../state/ui";
import { clearPath, findPaths } from "../state/ways";
import { Line } from "./Icon";
import { IconButton } from "./parts";

function choosePath(chosen: number): void {
  steps.value = amend(steps.value, { ...network.value, chosen });
}

function swap(): void {
  picked.value = { start: picked.value.end, end: picked.value.start };
}

export function PathBar() {
  const { start, end } = picked.value;
  const { paths, chosen } = network.value;
  if (!start && !end && paths.length === 0) return null;
  return (
    <section class="pathbar" aria-label={t("path.title")}>
      <div class="pathbar-row">
        <Line name="path" />
        <Picked id={start} flag="start" />
        <IconButton icon="swap" label={t("path.swap")} disabled={!start || !end} onClick={swap} />
        <Picked id={end} flag="end" />
        <button
          type="button"
          class="button primary compact"
          disabled={!start || !end}
          title="P"
          onClick={() => void findPaths()}
        >
          {t("path.find")}
        </button>
        <label class="check">
          <input
            type="checkbox"
            checked={inOrder.value}
            onChange={(event) => {
              inOrder.value = event.currentTarget.checked;
            }}
          />
          {t("path.inOrder")}
        </label>
        {inOrder.value && <Wait />}
        {start && end && (
          <IconButton
            icon="same"
            label={t("judge.open")}
            onClick={() => (dialog.value = { name: "judge", left: start, right: end })}
          />
        )}
        <IconButton icon="close" label={t("path.clear")} onClick={clearPath} />
      </div>
      {paths.length > 0 && (
        <div class="pathbar-row found">
          {paths.length > 1 &&
            paths.map((path, i) => (
              <button
                type="button"
                key={path.edges.join(" ")}
                class="chip"
                aria-pressed={i === chosen}
                onClick={() => choosePath(i)}
              >
                {t("path.nth", { n: i + 1 })} · {tn("path.length", path.edges.length)}
              </button>
            ))}
          {paths.length === 1 && <strong>{tn("path.length", paths[0]?.edges.length ?? 0)}</strong>}
          <ol class="trail">
            {paths[chosen]?.nodes.map((id, at) => (
              <li key={`${at} ${id}`}>
                {at > 0 && <PassedAt time={paths[chosen]?.times?.[at - 1]} />}
                <button type="button" class="link" onClick={() => selectNode(id)}>
                  {nameOfNode(id)}
                </button>
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

function wordsOf(time: Passing | null): string {
  if (!time) return t("path.undated");
  return time.exact ? formatWhen(time.at) : formatDay(time.at);
}

const WAITS: readonly (readonly [number, Key])[] = [
  [1, "path.wait1"],
  [24, "path.wait24"],
  [24 * 7, "path.wait168"],
  [24 * 30, "path.wait720"],
];

/** The longest wait between two contacts. */
function Wait() {
  return (
    <select
      class="wait"
      aria-label={t("path.wait")}
      value={maxWait.value ?? ""}
      onChange={(event) => {
        maxWait.value = event.currentTarget.value ? Number(event.currentTarget.value) : null;
      }}
    >
      <option value="">{t("path.anyWait")}</option>
      {WAITS.map(([hours, words]) => (
        <option key={hours} value={hours}>
          {t(words)}
        </option>
      ))}
    </select>
  );
}

/** When a link of an ordered way can have been passed at the earliest. */
function PassedAt({ time }: { time: Passing | null | undefined }) {
  if (time === undefined) return null;
  return <small class="passed">{wordsOf(time)} </small>;
}

function Picked({ id, flag }: { id: string | null; flag: "start" | "end" }) {
  return (
    <span class={`picked at-${flag}`}>
      <b>{t(`path.${flag}`)}</b>
      {id ? (
        <button type="button" class="link" onClick={() => selectNode(id)}>
          {nameOfNode(id)}
        </button>
      ) : (
        <em>{t("path.pick")}</em>
      )}
    </span>
  );
}
