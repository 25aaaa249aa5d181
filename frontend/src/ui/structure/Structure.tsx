/** The network as a whole: how far a ranking holds, its groups, how its members are placed. */

import { t } from "../../i18n";
import { currentCase } from "../../state/asking";
import { Part } from "../parts";
import { Doubt } from "./Doubt";
import { Groups } from "./Groups";
import { Placing } from "./Placing";
import { Removals } from "./Removals";

export function Structure() {
  const one = currentCase.value;
  if (!one) return null;
  return (
    <section class="structure">
      <h3>{t("structure.title")}</h3>
      <Part name="doubt" title={t("structure.doubt")}>
        <Doubt caseId={one.id} />
      </Part>
      <Part name="groups" title={t("structure.groups")}>
        <Groups caseId={one.id} />
      </Part>
      <Part title={t("structure.disruption")}>
        <Removals caseId={one.id} />
      </Part>
      <Placing caseId={one.id} />
    </section>
  );
}
