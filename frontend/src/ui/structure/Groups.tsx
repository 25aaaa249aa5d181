/** Groups of a case, outlined on the drawing. */

import { useEffect } from "preact/hooks";
import { COMMUNITIES, STABILITY } from "../../api/queries";
import type { CommunityRef, StabilityRef } from "../../api/types";
import { formatNumber, t, tn } from "../../i18n";
import { lens } from "../../state/structure";
import { Computing } from "../Computing";
import { Countries } from "../parts";
import { useComputed } from "../useComputed";

const SHOWN = 12;
const SMALLEST = 3;

export function Groups({ caseId }: { caseId: string }) {
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
  const outline = (some: readonly CommunityRef[]) => {
    const groups = some.map((group) => group.members.map((member) => member.id));
    lens.value = { name: "groups", groups };
  };
  useEffect(() => outline(found), [communities]);
  if (found.length === 0) return <p class="muted">{t("structure.noGroups")}</p>;
  return (
    <>
      <p class="muted">{t("structure.groupsLead")}</p>
      <ol class="lead-list">
        {found.map((group, at) => (
          <li key={group.id}>
            <button type="button" class="link-row" onClick={() => outline([group])}>
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
      <button type="button" class="button" onClick={() => outline(found)}>
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
