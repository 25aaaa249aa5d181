/** How the network hangs together: how far a ranking holds, its groups, what it loses. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { COMMUNITIES, DISRUPTION, DOUBT } from "../api/queries";
import type { CommunityRef, DisruptionRef, RankingRef, Strategy } from "../api/types";
import { t, tn } from "../i18n";
import { addEntity, currentCase } from "../state/actions";
import { place, selectNode } from "../state/place";
import { gone, groups } from "../state/structure";
import { Computing } from "./Computing";
import { SchemaIcon } from "./Icon";
import { Countries } from "./parts";
import { useComputed } from "./useComputed";

const SAMPLES = 200;
const RANKED = 15;
const REMOVED = 60;
const SHOWN = 12;
const SMALLEST = 3;
const STRATEGIES: readonly Strategy[] = ["DEGREE", "BETWEENNESS", "COLLECTIVE_INFLUENCE", "RANDOM"];

export function Structure() {
  const one = currentCase.value;
  if (!one) return null;
  return (
    <section class="structure">
      <h3>{t("structure.title")}</h3>
      <Part title={t("structure.doubt")}>
        <Doubt caseId={one.id} />
      </Part>
      <Part title={t("structure.groups")}>
        <Groups caseId={one.id} />
      </Part>
      <Part title={t("structure.disruption")}>
        <Removals caseId={one.id} />
      </Part>
    </section>
  );
}

/** A part that asks the server only once it is opened. */
export function Part({ title, children }: { title: string; children: preact.ComponentChildren }) {
  const opened = useSignal(false);
  return (
    <details
      class="kind"
      onToggle={(event) => {
        opened.value = event.currentTarget.open;
      }}
    >
      <summary>{title}</summary>
      {opened.value && children}
    </details>
  );
}

/** Each rank with the interval that holds in nine of ten networks drawn by chance. */
function Doubt({ caseId }: { caseId: string }) {
  const { metric } = place.value;
  const computed = useComputed<{ centrality: RankingRef }>(DOUBT, {
    case: caseId,
    metric,
    top: RANKED,
    samples: SAMPLES,
  });
  return <Computing of={computed}>{(data) => <Intervals ranking={data.centrality} />}</Computing>;
}

function Intervals({ ranking }: { ranking: RankingRef }) {
  const { metric } = place.value;
  const { scores, warnings } = ranking;
  const most = Math.max(1, ...scores.map((score) => score.rankHigh ?? score.rank));
  return (
    <>
      <p class="muted">
        {t("structure.doubtLead", { metric: t(`metric.${metric}`), samples: SAMPLES })}
      </p>
      {warnings.map((words) => (
        <p key={words} class="warning" role="status">
          {words.includes("does not hold") ? t("structure.weak") : words}
        </p>
      ))}
      <ol class="lead-list ranking">
        {scores.map((score) => {
          const [low, high] = [score.rankLow ?? score.rank, score.rankHigh ?? score.rank];
          const share = Math.round(100 * (score.topShare ?? 0));
          return (
            <li key={score.entity.id}>
              <button type="button" class="link-row" onClick={() => void choose(score.entity)}>
                <b class="rank">{score.rank}</b>
                <SchemaIcon schema={score.entity.schema} />
                <span class="grow">
                  {score.entity.caption}
                  <small>{t("structure.interval", { low, high, share })}</small>
                </span>
                <span class="range" aria-hidden="true">
                  <i
                    style={{
                      left: `${(100 * (low - 1)) / most}%`,
                      width: `${Math.max(4, (100 * (high - low + 1)) / most)}%`,
                    }}
                  />
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}

async function choose(entity: RankingRef["scores"][number]["entity"]): Promise<void> {
  await addEntity(entity);
  selectNode(entity.id);
}

/** Groups of a case, outlined on the drawing while this is open. */
function Groups({ caseId }: { caseId: string }) {
  const computed = useComputed<{ communities: CommunityRef[] }>(COMMUNITIES, { case: caseId });
  return (
    <Computing of={computed}>{(data) => <Outlined communities={data.communities} />}</Computing>
  );
}

function Outlined({ communities }: { communities: CommunityRef[] }) {
  const found = communities.filter((group) => group.size >= SMALLEST).slice(0, SHOWN);
  useEffect(() => {
    groups.value = found.map((group) => group.members.map((member) => member.id));
    return () => {
      groups.value = [];
    };
  }, [communities]);
  if (found.length === 0) return <p class="muted">{t("structure.noGroups")}</p>;
  return (
    <>
      <p class="muted">{t("structure.groupsLead")}</p>
      <ol class="lead-list">
        {found.map((group, at) => (
          <li key={group.id}>
            <button
              type="button"
              class="link-row"
              onClick={() => {
                groups.value = [group.members.map((member) => member.id)];
              }}
            >
              <span class={`group-swatch group-${at % 6}`} />
              <span class="grow">
                {group.members
                  .slice(0, 3)
                  .map((member) => member.caption)
                  .join(" · ")}
                <small>{tn("count.entities", group.size)}</small>
              </span>
              <Countries codes={group.countries.map((country) => country.name)} />
            </button>
          </li>
        ))}
      </ol>
      <button
        type="button"
        class="button"
        onClick={() => {
          groups.value = found.map((group) => group.members.map((member) => member.id));
        }}
      >
        {t("structure.allGroups")}
      </button>
    </>
  );
}

/** A slider that takes members out, the most important first. */
function Removals({ caseId }: { caseId: string }) {
  const strategy = useSignal<Strategy>("DEGREE");
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
      <Slider key={strategy.value} caseId={caseId} strategy={strategy.value} />
    </>
  );
}

function Slider({ caseId, strategy }: { caseId: string; strategy: Strategy }) {
  const computed = useComputed<{ disruption: DisruptionRef }>(DISRUPTION, {
    case: caseId,
    strategy,
    top: REMOVED,
  });
  return <Computing of={computed}>{(data) => <Steps disruption={data.disruption} />}</Computing>;
}

function Steps({ disruption }: { disruption: DisruptionRef }) {
  const count = useSignal(0);
  const { before, steps } = disruption;
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
  const taken = steps.slice(0, count.value).map((step) => step.removed);
  return (
    <>
      <Curve sizes={[before, ...steps.map((step) => step.largestComponent)]} at={count.value} />
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
      <p role="status">{t("structure.left", { taken: count.value, left, before })}</p>
      <ol class="lead-list">
        {taken.map((entity) => (
          <li key={entity.id}>
            <button type="button" class="link-row" onClick={() => void choose(entity)}>
              <SchemaIcon schema={entity.schema} />
              <span class="grow">{entity.caption}</span>
            </button>
          </li>
        ))}
      </ol>
      <p class="muted">{t("structure.disruptionLead")}</p>
    </>
  );
}

const WIDTH = 280;
const HEIGHT = 64;

/** The largest part that is left, over the members taken out. */
function Curve({ sizes, at }: { sizes: readonly number[]; at: number }) {
  const most = Math.max(1, sizes[0] ?? 1);
  const x = (i: number) => (WIDTH * i) / Math.max(1, sizes.length - 1);
  const y = (size: number) => HEIGHT - (HEIGHT - 4) * (size / most) - 2;
  const points = sizes.map((size, i) => `${x(i).toFixed(1)},${y(size).toFixed(1)}`).join(" ");
  return (
    <svg class="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={points} />
      <circle cx={x(at)} cy={y(sizes[at] ?? 0)} r={4} />
    </svg>
  );
}
