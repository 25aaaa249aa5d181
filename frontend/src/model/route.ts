/** The place in the address: `#/case/ID?node=…&link=…&doc=…`, and the review
 * of its likely duplicates: `#/case/ID/review?left=…&right=…`. */

import { METRICS, type Metric } from "../api/types";

export interface Place {
  readonly caseId: string | null;
  readonly node: string | null;
  readonly link: string | null;
  readonly doc: string | null;
  readonly page: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly metric: Metric;
  readonly table: boolean;
  readonly review: boolean;
  /** The pair looked at there. */
  readonly left: string | null;
  readonly right: string | null;
}

export const NOWHERE: Place = {
  caseId: null,
  node: null,
  link: null,
  doc: null,
  page: null,
  start: null,
  end: null,
  metric: "DEGREE",
  table: false,
  review: false,
  left: null,
  right: null,
};

function number(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** Read an address; anything not understood is left out. */
export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [room, id, inner] = path.split("/");
  if (room !== "case" || !id) return NOWHERE;
  const asked = new URLSearchParams(query);
  const metric = METRICS.find((m) => m === asked.get("metric")) ?? "DEGREE";
  let caseId: string;
  try {
    caseId = decodeURIComponent(id);
  } catch {
    return NOWHERE;
  }
  return {
    caseId,
    node: asked.get("node"),
    link: asked.get("link"),
    doc: asked.get("doc"),
    page: number(asked.get("page")),
    start: number(asked.get("start")),
    end: number(asked.get("end")),
    metric,
    table: asked.get("table") === "1",
    review: inner === "review",
    left: asked.get("left"),
    right: asked.get("right"),
  };
}

/** Write an address that `parsePlace` reads back to the same place. */
export function formatPlace(place: Place): string {
  if (!place.caseId) return "#/";
  const asked = new URLSearchParams();
  for (const key of ["node", "link", "doc", "page", "start", "end", "left", "right"] as const) {
    const value = place[key];
    if (value !== null) asked.set(key, String(value));
  }
  if (place.metric !== "DEGREE") asked.set("metric", place.metric);
  if (place.table) asked.set("table", "1");
  const query = asked.toString();
  const room = `#/case/${encodeURIComponent(place.caseId)}${place.review ? "/review" : ""}`;
  return query ? `${room}?${query}` : room;
}
