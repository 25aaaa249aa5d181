/** How the network hangs together: how far a ranking holds, its groups, what it loses. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { COMMUNITIES, DOUBT, STABILITY } from "../api/queries";
import type { CommunityRef, RankingRef, StabilityRef } from "../api/types";
import { formatNumber, t, tn } from "../i18n";
import { currentCase } from "../state/asking";
import { addEntity } from "../state/growing";
import { place, selectNode } from "../state/place";
import { groups } from "../state/structure";
import { Computing } from "./Computing";
import { SchemaIcon } from "./Icon";
import { Countries } from "./parts";
import { Removals } from "./Removals";
import { useComputed } from "./useComputed";

const SAMPLES = 200;
const RANKED = 15;
const SHOWN = 12;
const SMALLEST = 3;

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

export async function choose(entity: RankingRef["scores"][number]["entity"]): Promise<void> {
  await addEntity(entity);
  selectNode(entity.id);
}

/** Groups of a case, outlined on the drawing while this is open. */
function Groups({ caseId }: { caseId: string }) {
  const computed = useComputed<{ communities: CommunityRef[] }>(COMMUNITIES, { case: caseId });
  return (
    <Computing of={computed}>
      {(data) => <Outlined caseId={caseId} communities={data.communities} />}
    </Computing>
  );
}

interface OutlinedProps {
  caseId: string;
  communities: CommunityRef[];
}

function Outlined({ caseId, communities }: OutlinedProps) {
  const stable = useComputed<{ stability: StabilityRef }>(STABILITY, { case: caseId });
  const held = stable.asked.state === "ready" ? stable.asked.data.stability.held : [];
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
                <small>
                  {tn("count.entities", group.size)}
                  {share(held[group.id - 1]) !== null &&
                    ` · ${t("structure.held", { share: share(held[group.id - 1]) ?? 0 })}`}
                </small>
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
      <Computing of={stable}>{(data) => <Stable stability={data.stability} />}</Computing>
    </>
  );
}

function share(part: number | null | undefined): number | null {
  return part === null || part === undefined ? null : Math.round(100 * part);
}

/** How far other seeds and other methods say the same. */
function Stable({ stability }: { stability: StabilityRef }) {
  const rand = (second: string) => {
    const found = stability.likeness.find((one) => one.first === "leiden" && one.second === second);
    return found ? formatNumber(Math.round(100 * found.adjustedRand) / 100) : "–";
  };
  return (
    <p class="muted">
      {t("structure.stability", {
        runs: stability.runs,
        leiden: rand("leiden"),
        louvain: rand("louvain"),
        infomap: rand("infomap"),
      })}
    </p>
  );
}
