/** Who is placed alike: groups that have their neighbours in common, as colours. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ALIKE } from "../../api/queries";
import type { CommunityRef } from "../../api/types";
import { t, tn } from "../../i18n";
import { groupColour } from "../../model/countries";
import { placing } from "../../state/structure";
import { Computing } from "../Computing";
import { useComputed } from "../useComputed";
import { Tinted } from "./Tinted";

const CUTS = [0, 0.25, 0.5] as const;
const SHOWN = 24;
const NAMED = 3;

export function Alike({ caseId }: { caseId: string }) {
  const cut = useSignal(0.5);
  const variables = { ...placing(caseId), cut: cut.value };
  const computed = useComputed<{ equivalence: CommunityRef[] }>(ALIKE, variables);
  return (
    <>
      <p class="muted">{t("alike.lead")}</p>
      <select
        aria-label={t("alike.cut")}
        value={cut.value}
        onChange={(event) => {
          cut.value = Number(event.currentTarget.value);
        }}
      >
        {CUTS.map((value) => (
          <option key={value} value={value}>
            {value === 0 ? t("alike.same") : t("alike.share", { n: Math.round(100 * (1 - value)) })}
          </option>
        ))}
      </select>
      <Computing of={computed}>{(data) => <Coloured groups={data.equivalence} />}</Computing>
    </>
  );
}

function Coloured({ groups }: { groups: CommunityRef[] }) {
  const found = useMemo(
    () =>
      groups
        .filter((group) => group.size > 1)
        .slice(0, SHOWN)
        .map((group, at) => ({
          key: `${group.id}`,
          title: group.members
            .slice(0, NAMED)
            .map((member) => member.caption)
            .join(" · "),
          under: tn("count.entities", group.size),
          colour: groupColour(at),
          members: group.members,
        })),
    [groups],
  );
  if (found.length === 0) return <p class="muted">{t("alike.none")}</p>;
  return <Tinted name="alike" groups={found} />;
}
