/** A map without tiles: Web Mercator, zoom and pan, a net of degrees, a scale, clusters.
 *
 * The world is a square of side 1, north up and west left; a view says which of its points is
 * in the middle and how many pixels the square is wide.
 */

export interface Degrees {
  readonly latitude: number;
  readonly longitude: number;
}

export type Point = readonly [number, number];

export interface View {
  readonly middle: Point;
  /** Pixels of the world's side. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where Web Mercator ends. */
const LIMIT = 85.05112878;
/** The equator in kilometres, on the sphere that the projection takes the Earth for. */
const EQUATOR_KM = 40_075.017;
const LEAST_SCALE = 400;
/** About five centimetres to a pixel at the equator would be 2^29; a street is enough. */
const MOST_SCALE = 2 ** 26;

const within = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, value));

/** The point of the world at some degrees; beyond 85° it stays at the edge. */
export function project({ latitude, longitude }: Degrees): Point {
  const phi = (within(latitude, -LIMIT, LIMIT) * Math.PI) / 180;
  return [longitude / 360 + 0.5, 0.5 - Math.asinh(Math.tan(phi)) / (2 * Math.PI)];
}

export function unproject([x, y]: Point): Degrees {
  const phi = Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI));
  return { latitude: (phi * 180) / Math.PI, longitude: (x - 0.5) * 360 };
}

export function toScreen(view: View, size: Size, [x, y]: Point): Point {
  return [
    (x - view.middle[0]) * view.scale + size.width / 2,
    (y - view.middle[1]) * view.scale + size.height / 2,
  ];
}

export function toWorld(view: View, size: Size, [x, y]: Point): Point {
  return [
    view.middle[0] + (x - size.width / 2) / view.scale,
    view.middle[1] + (y - size.height / 2) / view.scale,
  ];
}

/** A view with all of some points in sight, `room` pixels from the edge, and no closer than
 * `closest` kilometres across. */
export function viewOf(points: readonly Point[], size: Size, room = 36, closest = 20): View {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  if (points.length === 0) return { middle: [0.5, 0.5], scale: LEAST_SCALE };
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const middle: Point = [(left + right) / 2, (top + bottom) / 2];
  const least = closest / kmOfWorld(middle);
  const across = Math.max(1, size.width - 2 * room) / Math.max(right - left, least);
  const down = Math.max(1, size.height - 2 * room) / Math.max(bottom - top, least);
  return { middle, scale: within(Math.min(across, down), LEAST_SCALE, MOST_SCALE) };
}

/** Come closer by `factor`, while the point at `at` (pixels) stays where it is. */
export function zoom(view: View, size: Size, factor: number, at?: Point): View {
  const scale = within(view.scale * factor, LEAST_SCALE, MOST_SCALE);
  const fixed = at ?? [size.width / 2, size.height / 2];
  const [x, y] = toWorld(view, size, fixed);
  const middle: Point = [
    x - (fixed[0] - size.width / 2) / scale,
    y - (fixed[1] - size.height / 2) / scale,
  ];
  return held({ middle, scale });
}

/** Move what is seen by some pixels. */
export function pan(view: View, dx: number, dy: number): View {
  const [x, y] = view.middle;
  return held({ ...view, middle: [x - dx / view.scale, y - dy / view.scale] });
}

function held({ middle: [x, y], scale }: View): View {
  return { middle: [within(x, 0, 1), within(y, 0, 1)], scale };
}

/** How many kilometres the world's side is at the latitude of a point. */
function kmOfWorld(point: Point): number {
  return EQUATOR_KM * Math.cos((unproject(point).latitude * Math.PI) / 180);
}

export interface Bar {
  readonly pixels: number;
  readonly km: number;
}

/** The longest round length that is at most `most` pixels in the middle of the view. */
export function scaleBar(view: View, most = 110): Bar {
  const kmPerPixel = kmOfWorld(view.middle) / view.scale;
  const power = 10 ** Math.floor(Math.log10(most * kmPerPixel));
  const km = Math.max(...[1, 2, 5].map((n) => n * power).filter((n) => n <= most * kmPerPixel));
  return { km, pixels: km / kmPerPixel };
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30];
const NET_ROOM = 80;

export interface Net {
  /** Degrees between two lines. */
  readonly step: number;
  readonly latitudes: readonly number[];
  readonly longitudes: readonly number[];
}

/** The lines of degrees in sight, at least 80 pixels apart. */
export function netOf(view: View, size: Size): Net {
  const north = unproject(toWorld(view, size, [0, 0]));
  const south = unproject(toWorld(view, size, [size.width, size.height]));
  const perPixel = 360 / view.scale;
  const step = STEPS.find((one) => one / perPixel >= NET_ROOM) ?? 30;
  return {
    step,
    latitudes: linesIn(Math.max(-80, south.latitude), Math.min(80, north.latitude), step),
    longitudes: linesIn(Math.max(-180, north.longitude), Math.min(180, south.longitude), step),
  };
}

function linesIn(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toFixed(2)));
}

export interface Cluster<T> {
  readonly at: Point;
  readonly members: readonly T[];
}

/** Put what lies closer than `room` pixels to one that came before into one cluster; what
 * weighs most comes first, so that it is where the cluster is drawn. */
export function clustersOf<T extends { readonly at: Point; readonly weight: number }>(
  marks: readonly T[],
  room: number,
): Cluster<T>[] {
  const order = marks
    .map((mark, place) => ({ mark, place }))
    .sort((a, b) => b.mark.weight - a.mark.weight || a.place - b.place);
  const found: { at: Point; members: T[] }[] = [];
  for (const { mark } of order) {
    const near = found.find(({ at: [x, y] }) => Math.hypot(mark.at[0] - x, mark.at[1] - y) < room);
    if (near) near.members.push(mark);
    else found.push({ at: mark.at, members: [mark] });
  }
  return found;
}

/** What comes after the chosen among those at one spot, each name once; null after the last. */
export function nextAt(
  marks: readonly { readonly key: string; readonly name: string }[],
  chosen: string | null,
): string | null {
  const named = marks.filter((one, at) => marks.findIndex((m) => m.name === one.name) === at);
  const now = marks.find((one) => one.key === chosen)?.name;
  return named[named.findIndex((one) => one.name === now) + 1]?.key ?? null;
}

export interface Arc {
  /** Paths of SVG: the line, and the head of its arrow. */
  readonly line: string;
  readonly head: string;
}

const n = (value: number) => value.toFixed(1);

/** An arrow from one point to another, bent by a share of its length to its left, so that
 * there and back lie apart; it ends `room` pixels before, with a head of `head` pixels. */
export function arrowOf(
  [x1, y1]: Point,
  [x2, y2]: Point,
  { bend = 0, room = 0, head = 7 }: { bend?: number; room?: number; head?: number } = {},
): Arc {
  const [cx, cy] = [(x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend];
  const long = Math.hypot(x2 - cx, y2 - cy) || 1;
  const [dx, dy] = [(x2 - cx) / long, (y2 - cy) / long];
  const [tx, ty] = [x2 - dx * room, y2 - dy * room];
  const [bx, by] = [tx - dx * head, ty - dy * head];
  const half = head * 0.5;
  return {
    line: `M${n(x1)} ${n(y1)}Q${n(cx)} ${n(cy)} ${n(bx)} ${n(by)}`,
    head: `M${n(tx)} ${n(ty)}L${n(bx - dy * half)} ${n(by + dx * half)}L${n(bx + dy * half)} ${n(by - dx * half)}Z`,
  };
}

export interface Label<T> {
  readonly of: T;
  readonly at: Point;
}

/** Of some labels, in order, those that have room: each takes `width` by `height` pixels. */
export function labelsIn<T>(
  labels: readonly Label<T>[],
  size: Size,
  room: { readonly width: number; readonly height: number },
): Label<T>[] {
  const found: Label<T>[] = [];
  for (const label of labels) {
    const [x, y] = label.at;
    const inside = x > 0 && y > room.height && x < size.width - 20 && y < size.height;
    const free = found.every(
      ({ at }) => Math.abs(at[0] - x) >= room.width || Math.abs(at[1] - y) >= room.height,
    );
    if (inside && free) found.push(label);
  }
  return found;
}

/** Degrees as they are written at the edge of a map: 42.5° N. */
export function degreesText(value: number, axis: "latitude" | "longitude"): string {
  const side = axis === "latitude" ? (value < 0 ? "S" : "N") : value < 0 ? "W" : "E";
  return `${Math.abs(value)}°${value === 0 ? "" : ` ${side}`}`;
}
