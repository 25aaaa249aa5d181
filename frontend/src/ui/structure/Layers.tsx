/** Onion layers as colours, from the outermost to the innermost. */

import { useMemo } from "preact/hooks";
import { LAYERS } from "../../api/queries";
import type { LayersRef } from "../../api/types";
import { t, tn } from "../../i18n";
import { layerColour, layersOf } from "../../model/layers";
import { personsAlone } from "../../state/structure";
import { Computing } from "../Computing";
import { useComputed } from "../useComputed";
import { Tinted } from "./Tinted";

/** As many as are asked for (api/queries.ts). */
const ASKED = 1000;

export function Layers({ caseId }: { caseId: string }) {
  const computed = useComputed<{ centrality: LayersRef }>(LAYERS, {
    case: caseId,
    persons: personsAlone.value ? "Person" : null,
  });
  return <Computing of={computed}>{(data) => <Peeled found={data.centrality} />}</Computing>;
}

function Peeled({ found }: { found: LayersRef }) {
  const groups = useMemo(() => {
    const layers = layersOf(found.scores);
    return layers.map((layer, at) => ({
      key: `${layer.number}`,
      title: t("layers.layer", { n: layer.number }),
      under: tn("count.entities", layer.members.length),
      colour: layerColour(layers.length > 1 ? 1 - at / (layers.length - 1) : 1),
      members: layer.members,
    }));
  }, [found]);
  if (groups.length === 0) return <p class="muted">{t("structure.nothingJoined")}</p>;
  return (
    <>
      <p class="muted">{t("layers.lead")}</p>
      <div class="layer-scale">
        <span>{t("layers.outer")}</span>
        <i aria-hidden="true" style={{ background: gradient() }} />
        <span>{t("layers.inner")}</span>
      </div>
      <Tinted name="layers" groups={groups} />
      {found.scores.length === ASKED && <p class="muted">{t("placing.first", { n: ASKED })}</p>}
    </>
  );
}

function gradient(): string {
  const stops = [0, 0.25, 0.5, 0.75, 1].map(layerColour);
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
