/** What crosses borders, laid out: a matrix of areas, and bands between two columns. */

export interface FlowData {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface Band {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** Where the band begins and ends: top and height on either side. */
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
}

export interface Column {
  readonly code: string;
  readonly top: number;
  readonly height: number;
}

export interface FlowPicture {
  readonly left: readonly Column[];
  readonly right: readonly Column[];
  readonly bands: readonly Band[];
}

/** The count of each cell, by row and column of `codes`; null where nothing crosses. */
export function matrixOf(
  flows: readonly FlowData[],
  codes: readonly string[],
): (number | null)[][] {
  const known = new Map(flows.map((flow) => [`${flow.from} ${flow.to}`, flow.count]));
  return codes.map((from) => codes.map((to) => known.get(`${from} ${to}`) ?? null));
}

/** How dark a cell is, 0 to 1: by its logarithm, so that a small one is still seen. */
export function shadeOf(count: number, most: number): number {
  return most > 0 ? Math.log1p(count) / Math.log1p(most) : 0;
}

function totals(flows: readonly FlowData[], side: "from" | "to"): Map<string, number> {
  const found = new Map<string, number>();
  for (const flow of flows) found.set(flow[side], (found.get(flow[side]) ?? 0) + flow.count);
  return found;
}

function columnsOf(
  sums: ReadonlyMap<string, number>,
  order: readonly string[],
  height: number,
  gap: number,
): Column[] {
  const codes = order.filter((code) => sums.has(code));
  const all = [...sums.values()].reduce((a, b) => a + b, 0);
  const free = Math.max(0, height - gap * Math.max(0, codes.length - 1));
  let top = 0;
  return codes.map((code) => {
    const own = (free * (sums.get(code) ?? 0)) / (all || 1);
    const column = { code, top, height: own };
    top += own + gap;
    return column;
  });
}

/** Lay flows out between two columns of areas in `order`; heights are shares of all. */
export function flowPicture(
  flows: readonly FlowData[],
  order: readonly string[],
  height: number,
  gap = 6,
): FlowPicture {
  const left = columnsOf(totals(flows, "from"), order, height, gap);
  const right = columnsOf(totals(flows, "to"), order, height, gap);
  const all = flows.reduce((sum, flow) => sum + flow.count, 0) || 1;
  const scale = (columns: readonly Column[]) =>
    columns.reduce((sum, column) => sum + column.height, 0) / all;
  const at = {
    left: new Map(left.map((one) => [one.code, one.top])),
    right: new Map(right.map((one) => [one.code, one.top])),
  };
  const place = (code: string) => order.indexOf(code);
  const sorted = [...flows].sort(
    (a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to),
  );
  const take = (side: "left" | "right", code: string, size: number): [number, number] => {
    const top = at[side].get(code) ?? 0;
    at[side].set(code, top + size);
    return [top, size];
  };
  const bands = sorted.map((flow) => ({
    ...flow,
    left: take("left", flow.from, flow.count * scale(left)),
    right: take("right", flow.to, flow.count * scale(right)),
  }));
  return { left, right, bands };
}

/** The outline of a band between x = 0 and `width`, as a path of SVG. */
export function outlineOf(band: Band, width: number): string {
  const [a, h] = band.left;
  const [b, k] = band.right;
  const mid = width / 2;
  const n = (value: number) => value.toFixed(1);
  return [
    `M0 ${n(a)}`,
    `C${n(mid)} ${n(a)} ${n(mid)} ${n(b)} ${n(width)} ${n(b)}`,
    `V${n(b + k)}`,
    `C${n(mid)} ${n(b + k)} ${n(mid)} ${n(a + h)} 0 ${n(a + h)}Z`,
  ].join("");
}
