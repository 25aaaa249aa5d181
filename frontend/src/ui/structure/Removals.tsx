/** What is left as members are taken out, and how it would mend. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { DISRUPTION } from "../../api/queries";
import type { DisruptionRef, RegrowthRule, Strategy } from "../../api/types";
import { formatNumber, t } from "../../i18n";
import { isInvalid } from "../../state/session";
import { gone } from "../../state/structure";
import { Computing } from "../Computing";
import { EntityRow } from "../EntityRow";
import { useComputed } from "../useComputed";

const REMOVED = 60;
const SHOWN = 12;
const STRATEGIES: readonly Strategy[] = [
  "DEGREE",
  "BETWEENNESS",
  "COLLECTIVE_INFLUENCE",
  "ROLE",
  "VALUE_CHAIN",
  "RANDOM",
];
const RULES = ["NONE", "PREFERENTIAL", "DISTANCE", "TRIADIC"] as const;

/** A slider that takes members out, the most important first. */
export function Removals({ caseId }: { caseId: string }) {
  const strategy = useSignal<Strategy>("DEGREE");
  const rule = useSignal<RegrowthRule | "NONE">("NONE");
  return (
    <>
      <select
        aria-label={t("structure.order")}
        value={strategy.value}
        onChange={(event) => {
          strategy.value = event.currentTarget.value as Strategy;
        }}
      >
        {STRATEGIES.map((name) => (
          <option key={name} value={name}>
            {t(`structure.${name}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t("structure.regrow")}
        value={rule.value}
        onChange={(event) => {
          rule.value = event.currentTarget.value as RegrowthRule | "NONE";
        }}
      >
        {RULES.map((name) => (
          <option key={name} value={name}>
            {t(`structure.${name}`)}
          </option>
        ))}
      </select>
      <Slider
        key={`${strategy.value} ${rule.value}`}
        caseId={caseId}
        strategy={strategy.value}
        regrow={rule.value === "NONE" ? null : rule.value}
      />
    </>
  );
}

interface SliderProps {
  caseId: string;
  strategy: Strategy;
  regrow: RegrowthRule | null;
}

function Slider({ caseId, strategy, regrow }: SliderProps) {
  const computed = useComputed<{ disruption: DisruptionRef }>(DISRUPTION, {
    case: caseId,
    strategy,
    top: REMOVED,
    regrow,
  });
  const { asked } = computed;
  const byRole = strategy === "ROLE" || strategy === "VALUE_CHAIN";
  if (byRole && asked.state === "failed" && isInvalid(asked.error))
    return <p class="muted">{t("structure.noRoles")}</p>;
  return <Computing of={computed}>{(data) => <Steps disruption={data.disruption} />}</Computing>;
}

function Steps({ disruption }: { disruption: DisruptionRef }) {
  const count = useSignal(0);
  const { before, steps, regrowth, roles } = disruption;
  useEffect(() => {
    gone.value = new Set(steps.slice(0, count.value).map((step) => step.removed.id));
  }, [count.value, disruption]);
  useEffect(
    () => () => {
      gone.value = new Set();
    },
    [],
  );
  if (steps.length === 0) return <p class="muted">{t("structure.nothingJoined")}</p>;
  const left = count.value === 0 ? before : (steps[count.value - 1]?.largestComponent ?? 0);
  const at = count.value - 1;
  const taken = steps.slice(0, count.value).map((step) => step.removed);
  return (
    <>
      <Curve
        sizes={[before, ...steps.map((step) => step.largestComponent)]}
        mended={regrowth && [before, ...regrowth.mean]}
        at={count.value}
      />
      <input
        type="range"
        min={0}
        max={steps.length}
        value={count.value}
        aria-label={t("structure.slider")}
        aria-valuetext={t("structure.left", { taken: count.value, left, before })}
        onInput={(event) => {
          count.value = event.currentTarget.valueAsNumber;
        }}
      />
      <div role="status">
        <p>{t("structure.left", { taken: count.value, left, before })}</p>
        {regrowth && at >= 0 && (
          <p>
            {t("structure.mended", {
              mean: formatNumber(Math.round(10 * (regrowth.mean[at] ?? 0)) / 10),
              low: regrowth.low[at] ?? 0,
              high: regrowth.high[at] ?? 0,
              runs: regrowth.runs,
            })}
          </p>
        )}
        {roles && (
          <p>
            {t("structure.rolesLeft", {
              left: at < 0 ? roles.before : (roles.left[at] ?? 0),
              before: roles.before,
            })}
          </p>
        )}
      </div>
      {roles && roles.unique.length > 0 && (
        <p class="muted">
          {t("structure.alone")}{" "}
          {roles.unique
            .slice(0, SHOWN)
            .map((one) => `${one.entity.caption} (${one.role})`)
            .join(", ")}
        </p>
      )}
      <ol class="lead-list">
        {taken.map((entity) => (
          <li key={entity.id}>
            <EntityRow entity={entity} />
          </li>
        ))}
      </ol>
      <p class="muted">{t("structure.disruptionLead")}</p>
    </>
  );
}

const WIDTH = 280;
const HEIGHT = 64;

interface CurveProps {
  sizes: readonly number[];
  mended: readonly number[] | null;
  at: number;
}

/** The largest part that is left, over the members taken out; dashed where it mends. */
function Curve({ sizes, mended, at }: CurveProps) {
  const most = Math.max(1, sizes[0] ?? 1);
  const x = (i: number) => (WIDTH * i) / Math.max(1, sizes.length - 1);
  const y = (size: number) => HEIGHT - (HEIGHT - 4) * (size / most) - 2;
  const line = (some: readonly number[]) =>
    some.map((size, i) => `${x(i).toFixed(1)},${y(size).toFixed(1)}`).join(" ");
  return (
    <svg class="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {mended && <polyline class="mended" points={line(mended)} />}
      <polyline points={line(sizes)} />
      <circle cx={x(at)} cy={y(sizes[at] ?? 0)} r={4} />
    </svg>
  );
}
