/** What is said about the selected node or link, and where. */

import { t } from "../i18n";
import { place } from "../state/place";
import { CasePanel } from "./CasePanel";
import { EntityPanel } from "./EntityPanel";
import { LinkPanel } from "./LinkPanel";

export function SidePanel() {
  const { node, link } = place.value;
  return (
    <aside class="side" aria-label={t("panel.evidence")}>
      {node ? (
        <EntityPanel key={node} id={node} />
      ) : link ? (
        <LinkPanel key={link} id={link} />
      ) : (
        <CasePanel />
      )}
    </aside>
  );
}
