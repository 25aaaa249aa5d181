/** Each rank with the interval that holds in nine of ten networks drawn by chance. */

import { DOUBT } from "../../api/queries";
import type { RankingRef } from "../../api/types";
import { t } from "../../i18n";
import { place } from "../../state/place";
import { Computing } from "../Computing";
import { EntityRow } from "../EntityRow";
import { useComputed } from "../useComputed";

const SAMPLES = 200;
const RANKED = 15;

export function Doubt({ caseId }: { caseId: string }) {
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
        {scores.map((score) => (
          <li key={score.entity.id}>
            <Interval score={score} most={most} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Interval({ score, most }: { score: RankingRef["scores"][number]; most: number }) {
  const [low, high] = [score.rankLow ?? score.rank, score.rankHigh ?? score.rank];
  const share = Math.round(100 * (score.topShare ?? 0));
  return (
    <EntityRow
      entity={score.entity}
      before={<b class="rank">{score.rank}</b>}
      under={t("structure.interval", { low, high, share })}
    >
      <span class="range" aria-hidden="true">
        <i
          style={{
            left: `${(100 * (low - 1)) / most}%`,
            width: `${Math.max(4, (100 * (high - low + 1)) / most)}%`,
          }}
        />
      </span>
    </EntityRow>
  );
}
