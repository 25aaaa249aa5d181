/** Time in the panel: who was central when, where it changed, and which hours were busy. */

import { useSignal } from "@preact/signals";
import { ACTIVITY, OVER_TIME } from "../api/queries";
import type { ActivityRef, Metric, OverTimeRef } from "../api/types";
import { formatDay, formatNumber, t, tn, weekday } from "../i18n";
import { linesOf } from "../model/brush";
import { currentCase } from "../state/asking";
import { place } from "../state/place";
import { ownZone, period, timeOpen } from "../state/time";
import { Computing } from "./Computing";
import { EntityRow } from "./EntityRow";
import { Failed, Part, Spinner } from "./parts";
import { useAsk } from "./useAsk";
import { useComputed } from "./useComputed";

const LENGTHS = ["day", "week", "month"] as const;
const BOX = { width: 280, height: 34 };
const SMALL = { width: 72, height: 18 };
const WORST_RANK = 10;

export function Time() {
  const one = currentCase.value;
  if (!one) return null;
  return (
    <section class="structure">
      <h3>{t("time.title")}</h3>
      <button
        type="button"
        class="button compact"
        aria-pressed={timeOpen.value}
        onClick={() => (timeOpen.value = !timeOpen.value)}
      >
        {t("time.open")}
      </button>
      <Part title={t("time.who")}>
        <OverTime caseId={one.id} />
      </Part>
      <Part title={t("time.hours")}>
        <Hours caseId={one.id} />
      </Part>
    </section>
  );
}

/** Events, density and ranks window by window, as lines. */
function OverTime({ caseId }: { caseId: string }) {
  const length = useSignal<(typeof LENGTHS)[number]>("month");
  return (
    <>
      <select
        aria-label={t("time.window")}
        value={length.value}
        onChange={(event) => {
          length.value = event.currentTarget.value as (typeof LENGTHS)[number];
        }}
      >
        {LENGTHS.map((name) => (
          <option key={name} value={name}>
            {t(`time.${name}`)}
          </option>
        ))}
      </select>
      <Lines key={length.value} caseId={caseId} length={length.value} />
    </>
  );
}

function Lines({ caseId, length }: { caseId: string; length: string }) {
  const { metric } = place.value;
  const computed = useComputed<{ networkOverTime: OverTimeRef }>(OVER_TIME, {
    case: caseId,
    metric,
    windows: { length, zone: ownZone() },
    ...period.value,
  });
  return (
    <Computing of={computed}>
      {({ networkOverTime }) => <Windows found={networkOverTime} metric={metric} />}
    </Computing>
  );
}

function Windows({ found, metric }: { found: OverTimeRef; metric: Metric }) {
  const { windows, central } = found;
  if (windows.length === 0) return <p class="muted">{t("time.none")}</p>;
  return (
    <>
      <Line
        title={t("time.activity")}
        values={windows.map((one) => one.events)}
        windows={windows}
        points={found.activityChanges?.points ?? null}
      />
      <Line
        title={t("time.density")}
        values={windows.map((one) => one.density)}
        windows={windows}
        points={found.densityChanges?.points ?? null}
      />
      <p class="muted">{t("time.changesLead")}</p>
      <ol class="lead-list">
        {central.map((one) => (
          <li key={one.entity.id}>
            <EntityRow
              entity={one.entity}
              under={
                <>
                  {t("time.since", { day: formatDay(one.since) })}
                  {one.rise !== null &&
                    one.riseAt !== null &&
                    ` · ${t("time.rise", { n: one.rise, day: formatDay(one.riseAt) })}`}
                </>
              }
            >
              <Spark ranks={one.ranks} />
            </EntityRow>
          </li>
        ))}
      </ol>
      <p class="muted">{t("time.whoLead", { metric: t(`metric.${metric}`) })}</p>
    </>
  );
}

interface LineProps {
  title: string;
  values: readonly (number | null)[];
  windows: OverTimeRef["windows"];
  /** Where another rate begins; null where that was not looked for. */
  points: readonly string[] | null;
}

function Line({ title, values, windows, points }: LineProps) {
  const known = values.filter((value) => value !== null);
  const most = Math.max(0, ...known);
  const places = (points ?? []).map((point) => windows.findIndex((one) => one.from === point));
  const x = (at: number) => (BOX.width * at) / Math.max(1, windows.length - 1);
  return (
    <figure class="over-time">
      <figcaption>
        {title} <small>{t("time.most", { n: formatNumber(Number(most.toPrecision(3))) })}</small>
      </figcaption>
      <svg class="curve" viewBox={`0 -3 ${BOX.width} ${BOX.height + 6}`} aria-hidden="true">
        {places.map((at) => (
          <line key={at} x1={x(at)} x2={x(at)} y1={-3} y2={BOX.height + 3} />
        ))}
        {linesOf(values, BOX, [0, most]).map((line) => (
          <polyline key={line} points={line} />
        ))}
      </svg>
      <p>
        {points === null && t("time.notLooked")}
        {points !== null && points.length === 0 && t("time.noChanges")}
        {points !== null &&
          points.length > 0 &&
          t("time.changes", { days: points.map(formatDay).join(", ") })}
      </p>
    </figure>
  );
}

/** An entity's rank over the windows, the first at the top. */
function Spark({ ranks }: { ranks: readonly (number | null)[] }) {
  const held = ranks.map((rank) => (rank === null ? null : Math.min(rank, WORST_RANK)));
  const box = { width: SMALL.width - 4, height: SMALL.height - 4 };
  return (
    <svg class="spark" viewBox={`-2 -2 ${SMALL.width} ${SMALL.height}`} aria-hidden="true">
      {linesOf(held, box, [WORST_RANK, 1]).map((line) =>
        line.includes(" ") ? (
          <polyline key={line} points={line} />
        ) : (
          <circle key={line} cx={line.split(",")[0]} cy={line.split(",")[1]} r={1.5} />
        ),
      )}
    </svg>
  );
}

/** Weekday by hour, of a case or of some entities with their numbers and accounts. */
export function Hours({ caseId, entities }: { caseId: string; entities?: readonly string[] }) {
  const asked = useAsk<{ activity: ActivityRef }>(ACTIVITY, {
    case: caseId,
    zone: ownZone(),
    entities: entities ?? null,
  });
  const now = asked.value;
  if (now.state === "failed") return <Failed error={now.error} />;
  const found = (now.state === "ready" ? now.data : now.old)?.activity;
  if (!found) return <Spinner />;
  const most = Math.max(0, ...found.hours.flat());
  const rest = found.byDay.reduce((a, b) => a + b, 0);
  return (
    <>
      {most === 0 ? (
        <p class="muted">{t("time.noHours")}</p>
      ) : (
        <Heat rows={found.hours} most={most} />
      )}
      <p class="muted">
        {t("time.zone", { zone: found.zone })} · {tn("time.events", found.total)}
        {rest + found.vague > 0 && ` · ${t("time.noHour", { n: rest + found.vague })}`}
      </p>
      {found.through.length > 0 && (
        <p class="muted">
          {t("time.through", { names: found.through.map((one) => one.caption).join(", ") })}
        </p>
      )}
      <p class="muted">{t("time.hoursLead")}</p>
    </>
  );
}

function Heat({ rows, most }: { rows: readonly (readonly number[])[]; most: number }) {
  return (
    <table class="heat" aria-label={t("time.hours")}>
      <thead>
        <tr>
          <td />
          {Array.from({ length: 24 }, (_, hour) => (
            <th key={hour} scope="col">
              {hour % 6 === 0 ? hour : <span class="unseen">{hour}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, day) => (
          <tr key={weekday(day)}>
            <th scope="row">{weekday(day)}</th>
            {row.map((count, hour) => (
              <td
                key={hour}
                title={`${weekday(day)} ${hour}–${hour + 1}: ${count}`}
                style={{ "--shade": `${count === 0 ? 0 : Math.round(15 + (85 * count) / most)}%` }}
              >
                <span class="unseen">{count}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
