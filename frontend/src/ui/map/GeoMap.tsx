/** A map of places, ways and flows: a net of degrees, capitals and a scale, no outlines. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { formatNumber, inOwnScript, language, t, tn } from "../../i18n";
import { ORIENTATION, type Town } from "../../model/capitals";
import {
  arrowOf,
  type Cluster,
  clustersOf,
  type Degrees,
  degreesText,
  labelsIn,
  netOf,
  nextAt,
  type Point,
  project,
  type Size,
  scaleBar,
  toScreen,
  type View,
} from "../../model/map";
import { pointedPlace } from "../../state/places";
import { Dialog, Footnote, IconButton } from "../parts";
import { useMapView } from "./useMapView";

const ROOM = 18;
const TOWN_ROOM = { width: 74, height: 15 };

export interface Mark extends Degrees {
  readonly key: string;
  readonly name: string;
  /** What is drawn on top and kept apart first; also the size, by its root. */
  readonly weight: number;
  readonly shape: "place" | "crossing";
  /** Of whom it is, where two are compared. */
  readonly tone: 0 | 1;
}

/** An arrow: from one stay to the next, or a flow from a country to another. */
export interface Arrow {
  readonly key: string;
  readonly from: Degrees;
  readonly to: Degrees;
  readonly kind: "next" | "flow";
  readonly tone: 0 | 1;
  /** In pixels. */
  readonly width: number;
  readonly title: string;
  readonly colour?: string;
}

interface Props {
  label: string;
  marks?: readonly Mark[];
  arrows?: readonly Arrow[];
  /** The key of what is chosen, of a mark or of a flow. */
  chosen: string | null;
  onChoose: (key: string | null) => void;
  /** Whether the note on Kosovo* stands beside it already. */
  noted?: boolean;
  /** What the colours mean. */
  legend?: ComponentChildren;
}

/** The map in the panel, and on wish as large as the window. */
export function GeoMap(props: Props) {
  const large = useSignal(false);
  const close = () => {
    large.value = false;
  };
  return (
    <>
      <MapFigure {...props} onLarge={() => (large.value = true)} />
      {large.value && (
        <Dialog title={props.label} onClose={close} wide>
          <MapFigure {...props} noted={false} large />
        </Dialog>
      )}
    </>
  );
}

const NO_MARKS: readonly Mark[] = [];
const NO_ARROWS: readonly Arrow[] = [];

function MapFigure({
  label,
  marks = NO_MARKS,
  arrows = NO_ARROWS,
  chosen,
  onChoose,
  noted,
  legend,
  large,
  onLarge,
}: Props & { large?: boolean; onLarge?: () => void }) {
  const points = [...marks, ...arrows.flatMap(({ from, to }) => [from, to])].map(project);
  const about = points.map(([x, y]) => `${x.toFixed(5)} ${y.toFixed(5)}`).join(",");
  const map = useMapView(points, about);
  const [view, size] = [map.view.value, map.size.value];
  const at = (place: Degrees) => toScreen(view, size, project(place));
  const placed = marks.map((mark) => ({ ...mark, at: at(mark) }));
  const clusters = clustersOf(placed, ROOM);
  const towns = townsIn(view, size);
  /** Beside a place that lies on the town, else beside the town. */
  const beside = ([x, y]: Point) =>
    clusters.some(({ at: [cx, cy] }) => Math.hypot(cx - x, cy - y) < 12) ? 13 : 6;
  return (
    <figure class={large ? "map large" : "map"}>
      <svg
        ref={map.svg}
        role="application"
        aria-roledescription={t("map.kind")}
        aria-label={`${label}. ${t("map.keys")}`}
        tabindex={0}
        onKeyDown={map.onKeyDown}
        onPointerDown={map.onPointerDown}
        onPointerMove={map.onPointerMove}
        onPointerUp={map.onPointerUp}
        onPointerCancel={map.onPointerUp}
      >
        <Net view={view} size={size} />
        {towns.map(({ of, at: [x, y] }) => (
          <g key={of.english} class={of.capital ? "town capital" : "town"}>
            <rect x={x - 2.5} y={y - 2.5} width={5} height={5} />
            <text x={x + beside([x, y])} y={y + 4}>
              {townName(of)}
            </text>
          </g>
        ))}
        {[...arrows].sort(byChosen(chosen)).map((arrow) => (
          <ArrowLine
            key={arrow.key}
            arrow={arrow}
            ends={[at(arrow.from), at(arrow.to)]}
            chosen={chosen}
            onChoose={onChoose}
          />
        ))}
        {clusters.map((cluster) => (
          <Spot
            key={cluster.members[0]?.key}
            cluster={cluster}
            chosen={chosen}
            onOpen={(members) => {
              if (spotsOf(members) > 1) map.fitTo(members.map(project));
              else onChoose(nextAt(members, chosen));
            }}
          />
        ))}
        <Scale view={view} size={size} />
      </svg>
      <div class="map-tools">
        <IconButton icon="plus" label={t("map.closer")} onClick={() => map.zoomBy(1.5)} />
        <IconButton icon="minus" label={t("map.further")} onClick={() => map.zoomBy(1 / 1.5)} />
        <IconButton icon="fit" label={t("map.all")} onClick={map.fitAll} />
        {onLarge && <IconButton icon="focus" label={t("map.large")} onClick={onLarge} />}
      </div>
      {legend}
      <figcaption>{t("map.lead")}</figcaption>
      {!noted && <Footnote codes={towns.map(({ of }) => of.country)} />}
    </figure>
  );
}

/** What is chosen is drawn last, above the rest. */
function byChosen(chosen: string | null) {
  return (a: Arrow, b: Arrow) => Number(a.key === chosen) - Number(b.key === chosen);
}

function townName(town: Town): string {
  return language.value === "en" ? town.english : inOwnScript(town.serbian);
}

function townsIn(view: View, size: Size) {
  const all = ORIENTATION.map((town) => ({ of: town, at: toScreen(view, size, project(town)) }));
  return labelsIn(all, size, TOWN_ROOM);
}

/** The net of degrees, each line named at the edge. */
function Net({ view, size }: { view: View; size: Size }) {
  const net = netOf(view, size);
  const middle = { latitude: 0, longitude: 0 };
  const x = (longitude: number) => toScreen(view, size, project({ ...middle, longitude }))[0];
  const y = (latitude: number) => toScreen(view, size, project({ ...middle, latitude }))[1];
  return (
    <g class="net" aria-hidden="true">
      {net.longitudes.map((one) => (
        <g key={`x${one}`}>
          <line x1={x(one)} x2={x(one)} y1={0} y2={size.height} />
          <text x={x(one) + 3} y={10}>
            {degreesText(one, "longitude")}
          </text>
        </g>
      ))}
      {net.latitudes.map((one) => (
        <g key={`y${one}`}>
          <line x1={0} x2={size.width} y1={y(one)} y2={y(one)} />
          <text x={3} y={y(one) - 3}>
            {degreesText(one, "latitude")}
          </text>
        </g>
      ))}
    </g>
  );
}

function Scale({ view, size }: { view: View; size: Size }) {
  const { pixels, km } = scaleBar(view);
  const [right, y] = [size.width - 10, size.height - 10];
  const words = km < 1 ? `${formatNumber(Math.round(1000 * km))} m` : `${formatNumber(km)} km`;
  return (
    <g class="scale">
      <title>{t("map.scale", { length: words })}</title>
      <path d={`M${right - pixels} ${y - 5}V${y}H${right}V${y - 5}`} />
      <text x={right - pixels / 2} y={y - 5}>
        {words}
      </text>
    </g>
  );
}

interface ArrowProps {
  arrow: Arrow;
  ends: readonly [Point, Point];
  chosen: string | null;
  onChoose: (key: string | null) => void;
}

function ArrowLine({ arrow, ends: [from, to], chosen, onChoose }: ArrowProps) {
  const { key, kind, tone, width, title, colour } = arrow;
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < 12) return null;
  const flow = kind === "flow";
  const { line, head } = arrowOf(from, to, {
    bend: flow ? 0.18 : 0.06,
    room: 7,
    head: flow ? 5 + width : 7,
  });
  const off = flow && chosen !== null && chosen !== key;
  const style = colour ? { stroke: colour, fill: colour } : {};
  const paths = (
    <>
      <title>{title}</title>
      <path d={line} class="line" style={{ ...style, fill: "none", strokeWidth: width }} />
      <path d={head} style={{ ...style, stroke: "none" }} />
    </>
  );
  const name = `arrow ${kind} tone-${tone}${off ? " off" : ""}`;
  if (!flow) return <g class={name}>{paths}</g>;
  const choose = () => onChoose(chosen === key ? null : key);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button is no element of SVG
    <g
      class={name}
      role="button"
      tabindex={0}
      aria-label={title}
      aria-pressed={chosen === key}
      onClick={choose}
      onKeyDown={(event) => pressed(event, choose)}
    >
      {paths}
    </g>
  );
}

function pressed(event: KeyboardEvent, act: () => void): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** How many places some marks are at: two people's at one place are one. */
function spotsOf(marks: readonly Degrees[]): number {
  return new Set(marks.map((one) => `${one.latitude} ${one.longitude}`)).size;
}

type Placed = Mark & { readonly at: Point };

interface SpotProps {
  cluster: Cluster<Placed>;
  chosen: string | null;
  onOpen: (members: readonly Placed[]) => void;
}

/** A place, or several that lie too close to be told apart. */
function Spot({ cluster, chosen, onOpen }: SpotProps) {
  const { members } = cluster;
  const [x, y] = cluster.at;
  const first = members[0];
  if (!first) return null;
  const keys = members.map((one) => one.key);
  const spots = spotsOf(members);
  const many = spots > 1;
  const tones = new Set(members.map((one) => one.tone));
  const total = members.reduce((sum, one) => sum + one.weight, 0);
  const radius = Math.min(15, 5 + 1.2 * Math.sqrt(total));
  const names = [...new Set(members.map((one) => one.name))];
  const words = [names.slice(0, 3).join(", "), many ? tn("map.places", spots) : ""];
  const title = words.filter(Boolean).join(" · ");
  const lit = pointedPlace.value !== null && keys.includes(pointedPlace.value);
  const here = chosen !== null && keys.includes(chosen);
  const crossing = members.every((one) => one.shape === "crossing");
  const tone = tones.size > 1 ? "both" : first.tone;
  const point = (key: string | null) => {
    pointedPlace.value = key;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button is no element of SVG
    <g
      class={`spot tone-${tone}${lit ? " lit" : ""}${here ? " chosen" : ""}`}
      role="button"
      tabindex={0}
      aria-label={title}
      aria-pressed={here}
      onClick={() => onOpen(members)}
      onKeyDown={(event) => pressed(event, () => onOpen(members))}
      onMouseEnter={() => point(first.key)}
      onMouseLeave={() => point(null)}
      onFocus={() => point(first.key)}
      onBlur={() => point(null)}
    >
      <title>{title}</title>
      {crossing ? (
        <path
          d={`M${x} ${y - radius - 1}L${x + radius + 1} ${y}L${x} ${y + radius + 1}L${x - radius - 1} ${y}Z`}
        />
      ) : (
        <circle cx={x} cy={y} r={radius} />
      )}
      {many && (
        <text class="many" x={x} y={y + 4}>
          {spots}
        </text>
      )}
      {(lit || here) && (
        <text class="name" x={x + radius + 5} y={y + 4}>
          {(members.find((one) => one.key === (chosen ?? pointedPlace.value)) ?? first).name}
        </text>
      )}
    </g>
  );
}
