/** Passenger data of the case: how many, in which stage, what comes next; if any. */

import { PASSENGERS } from "../api/queries";
import type { PassengerData } from "../api/types";
import { t, tn } from "../i18n";
import { useAsk } from "./useAsk";

interface Answer {
  case: { passengers: PassengerData | null } | null;
}

export function Passengers({ id }: { id: string }) {
  const now = useAsk<Answer>(PASSENGERS, { id }).value;
  const answer = now.state === "ready" ? now.data : now.state === "loading" ? now.old : null;
  const data = answer?.case?.passengers;
  if (!data) return null;
  const due = data.dueToMask + data.dueToErase;
  return (
    <section>
      <h3>{t("passengers.title")}</h3>
      <p>{tn("passengers.records", data.records)}</p>
      <ul class="muted">
        <li>
          {t("passengers.stages", { masked: data.masked, held: data.held, erased: data.erased })}
        </li>
        {data.nextMask && <li>{t("passengers.nextMask", { day: data.nextMask })}</li>}
        {data.nextErase && <li>{t("passengers.nextErase", { day: data.nextErase })}</li>}
        {due > 0 && <li>{t("passengers.due", { n: due })}</li>}
        {data.matchesOpen > 0 && <li>{t("passengers.matches", { n: data.matchesOpen })}</li>}
        {data.requestsOpen > 0 && <li>{t("passengers.requests", { n: data.requestsOpen })}</li>}
      </ul>
    </section>
  );
}
