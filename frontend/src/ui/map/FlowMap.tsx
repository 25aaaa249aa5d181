/** What crosses borders, as arrows from capital to capital. */

import { t, tn } from "../../i18n";
import { capitalOf } from "../../model/capitals";
import { countryColour, countryKey } from "../../model/countries";
import { shadeOf } from "../../model/flows";
import type { Flow } from "../Matrix";
import { type Arrow, GeoMap } from "./GeoMap";

interface Props {
  flows: readonly Flow[];
  names: ReadonlyMap<string, string>;
  /** Whether the note on Kosovo* stands beside it. */
  noted: boolean;
  chosen: { from: string; to: string } | null;
  onChoose: (next: { from: string; to: string } | null) => void;
}

const THINNEST = 1.5;
const THICKEST = 8;

export function FlowMap({ flows, names, noted, chosen, onChoose }: Props) {
  const most = Math.max(1, ...flows.map((flow) => flow.count));
  const arrows = flows.flatMap((flow): Arrow[] => {
    const [from, to] = [capitalOf(flow.from), capitalOf(flow.to)];
    if (!from || !to) return [];
    const title = `${names.get(flow.from)} → ${names.get(flow.to)}: ${tn("count.links", flow.count)}`;
    const width = THINNEST + (THICKEST - THINNEST) * shadeOf(flow.count, most);
    const colour = countryColour(countryKey([flow.from]));
    return [{ key: keyOf(flow), from, to, kind: "flow", tone: 0, width, title, colour }];
  });
  const without = flows.length - arrows.length;
  if (arrows.length === 0) return <p class="muted">{t("map.noCapitals")}</p>;
  return (
    <>
      <GeoMap
        label={t("map.flows")}
        arrows={arrows}
        noted={noted}
        chosen={chosen && keyOf(chosen)}
        onChoose={(key) => onChoose(flows.find((flow) => keyOf(flow) === key) ?? null)}
      />
      {without > 0 && <p class="muted">{tn("map.undrawn", without)}</p>}
      <p class="muted">{t("map.flowsLead")}</p>
    </>
  );
}

const keyOf = ({ from, to }: { from: string; to: string }) => `${from} ${to}`;
