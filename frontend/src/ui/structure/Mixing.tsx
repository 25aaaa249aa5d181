/** Whether countries keep to themselves: one number, and who is tied to whom. */

import { MIXING } from "../../api/queries";
import type { MixingRef } from "../../api/types";
import { formatNumber, t, tn } from "../../i18n";
import { isInvalid } from "../../state/session";
import { placing } from "../../state/structure";
import { Computing } from "../Computing";
import { Matrix } from "../Matrix";
import { Footnote, groupName } from "../parts";
import { useComputed } from "../useComputed";

const MIXED = 0.1;
const APART = 0.5;

export function Mixing({ caseId }: { caseId: string }) {
  const computed = useComputed<{ assortativity: MixingRef }>(MIXING, placing(caseId));
  const { asked } = computed;
  if (asked.state === "failed" && isInvalid(asked.error))
    return <p class="muted">{t("mixing.none")}</p>;
  return <Computing of={computed}>{(data) => <Told mixing={data.assortativity} />}</Computing>;
}

function wordsFor(coefficient: number): string {
  if (coefficient >= APART) return t("mixing.apart");
  if (coefficient >= MIXED) return t("mixing.rather");
  return t(coefficient > -MIXED ? "mixing.chance" : "mixing.across");
}

function Told({ mixing }: { mixing: MixingRef }) {
  const { coefficient, pairs, nodes, edges, unknown } = mixing;
  if (nodes === 0) return <p class="muted">{t("mixing.none")}</p>;
  const codes = [...new Set(pairs.flatMap((pair) => [pair.from, pair.to]))].sort();
  return (
    <>
      <p class="muted">{t("mixing.lead")}</p>
      {coefficient === null ? (
        <p role="status">{t("mixing.undefined")}</p>
      ) : (
        <>
          <p role="status">
            <b>{formatNumber(Math.round(100 * coefficient) / 100)}</b> {wordsFor(coefficient)}
          </p>
          <div class="mixing-scale" aria-hidden="true">
            <i style={{ left: `${50 * (coefficient + 1)}%` }} />
            <span>−1</span>
            <span>0</span>
            <span>1</span>
          </div>
        </>
      )}
      {codes.length > 0 && (
        <Matrix
          label={t("mixing.matrix")}
          flows={pairs}
          names={new Map(codes.map((code) => [code, groupName(code)]))}
        />
      )}
      <p class="muted">
        {t("mixing.of", {
          nodes: tn("count.entities", nodes),
          links: tn("count.links", edges),
        })}
        {unknown > 0 && ` ${t("placing.unknown", { n: unknown })}`}
      </p>
      <Footnote codes={codes} />
    </>
  );
}
