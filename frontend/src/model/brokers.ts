/** Who stands between whom: the five positions of Gould and Fernandez (1989), and pairs. */

export const POSITIONS = [
  "coordinator",
  "itinerant",
  "gatekeeper",
  "representative",
  "liaison",
] as const;
export type Position = (typeof POSITIONS)[number];

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface BrokerData {
  readonly group: string;
  readonly pairs: readonly Pair[];
}

export interface Between {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** Open paths between the two, through whoever. */
  readonly count: number;
}

/** The position of one of group `b` on a way from one of `a` to one of `c`. */
export function positionOf(a: string, b: string, c: string): Position {
  if (a === c) return a === b ? "coordinator" : "itinerant";
  if (b === c) return "gatekeeper";
  return a === b ? "representative" : "liaison";
}

/** What a pair of groups is called; without directions there and back are the same. */
export function pairKey(from: string, to: string, directed: boolean): string {
  return !directed && to < from ? `${to} ${from}` : `${from} ${to}`;
}

/** The pairs that brokers stand between, the most paths first, then by name. */
export function betweenOf(brokers: readonly BrokerData[], directed: boolean): Between[] {
  const sums = new Map<string, number>();
  for (const { pairs } of brokers) {
    for (const { from, to, count } of pairs) {
      const key = pairKey(from, to, directed);
      sums.set(key, (sums.get(key) ?? 0) + count);
    }
  }
  return [...sums]
    .map(([key, count]) => {
      const [from = "", to = ""] = key.split(" ");
      return { key, from, to, count };
    })
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** What is asked of brokers; null: any. */
export interface Wanted {
  readonly position: Position | null;
  readonly pair: string | null;
  readonly directed: boolean;
}

/** On how many paths a broker stands as asked. */
export function countOf(broker: BrokerData, { position, pair, directed }: Wanted): number {
  return broker.pairs
    .filter(
      ({ from, to }) =>
        (position === null || positionOf(from, broker.group, to) === position) &&
        (pair === null || pairKey(from, to, directed) === pair),
    )
    .reduce((sum, one) => sum + one.count, 0);
}

/** Each position that a broker has, with its paths, in the order of `POSITIONS`. */
export function positionsOf(broker: BrokerData): [Position, number][] {
  const counted = POSITIONS.map((position): [Position, number] => [
    position,
    countOf(broker, { position, pair: null, directed: true }),
  ]);
  return counted.filter(([, count]) => count > 0);
}
