/** How members are placed: bridges, brokers, mixing, who stands alike, layers, triads. */

import type { Signal } from "@preact/signals";
import { t } from "../../i18n";
import { directed, personsAlone } from "../../state/structure";
import { Part } from "../parts";
import { Alike } from "./Alike";
import { Bridges } from "./Bridges";
import { Brokers } from "./Brokers";
import { Layers } from "./Layers";
import { Mixing } from "./Mixing";
import { Triads } from "./Triads";

export function Placing({ caseId }: { caseId: string }) {
  return (
    <>
      <h4>{t("placing.title")}</h4>
      <Tick of={personsAlone} text={t("placing.persons")} lead={t("placing.personsLead")} />
      <Tick of={directed} text={t("placing.directed")} lead={t("placing.directedLead")} />
      <Part name="bridges" title={t("bridges.title")}>
        <Bridges caseId={caseId} />
      </Part>
      <Part name="brokers" title={t("brokers.title")}>
        <Brokers caseId={caseId} />
      </Part>
      <Part name="mixing" title={t("mixing.title")}>
        <Mixing caseId={caseId} />
      </Part>
      <Part name="alike" title={t("alike.title")}>
        <Alike caseId={caseId} />
      </Part>
      <Part name="layers" title={t("layers.title")}>
        <Layers caseId={caseId} />
      </Part>
      <Part name="triads" title={t("triads.title")}>
        <Triads caseId={caseId} />
      </Part>
    </>
  );
}

function Tick({ of, text, lead }: { of: Signal<boolean>; text: string; lead: string }) {
  return (
    <label class="check" title={lead}>
      <input
        type="checkbox"
        checked={of.value}
        onChange={(event) => {
          of.value = event.currentTarget.checked;
        }}
      />
      {text}
    </label>
  );
}
