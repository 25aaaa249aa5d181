/** What of the world a map shows: its size, moved and zoomed by pointer, wheel and keys. */

import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Point, pan, type Size, type View, viewOf, zoom } from "../../model/map";

const STEP = 48;
const CLOSER = 1.5;
/** How near places that lie close are shown: room at the edge, and the least across. */
const ROOM = 60;
const CLOSEST_KM = 0.2;
/** How far a pointer moves before it moves the map, in pixels. */
const SLACK = 4;

export interface MapView {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly size: Signal<Size>;
  readonly view: Signal<View>;
  zoomBy: (factor: number) => void;
  fitAll: () => void;
  fitTo: (points: readonly Point[]) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: () => void;
}

/** Show all of `points`, and anew when `about` changes. */
export function useMapView(points: readonly Point[], about: string): MapView {
  const svg = useRef<SVGSVGElement>(null);
  const size = useSignal<Size>({ width: 320, height: 260 });
  const view = useSignal<View>(viewOf(points, size.value));
  const drag = useRef<{ at: Point; moving: boolean } | null>(null);
  const moved = useRef(false);

  const showAll = () => {
    view.value = viewOf(points, size.value);
  };
  const zoomBy = (factor: number, at?: Point) => {
    moved.current = true;
    view.value = zoom(view.value, size.value, factor, at);
  };
  useEffect(() => {
    moved.current = false;
    showAll();
  }, [about]);
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      const { width, height } = element.getBoundingClientRect();
      if (width < 1 || height < 1) return;
      size.value = { width, height };
      if (!moved.current) showAll();
    });
    watch.observe(element);
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !element.contains(document.activeElement)) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoomBy(1.0015 ** -event.deltaY, [event.clientX - box.left, event.clientY - box.top]);
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      watch.disconnect();
      element.removeEventListener("wheel", wheel);
    };
  }, [about]);

  const keys: Record<string, () => void> = {
    ArrowLeft: () => panBy(STEP, 0),
    ArrowRight: () => panBy(-STEP, 0),
    ArrowUp: () => panBy(0, STEP),
    ArrowDown: () => panBy(0, -STEP),
    "+": () => zoomBy(CLOSER),
    "-": () => zoomBy(1 / CLOSER),
    "0": showAll,
  };
  const panBy = (dx: number, dy: number) => {
    moved.current = true;
    view.value = pan(view.value, dx, dy);
  };
  return {
    svg,
    size,
    view,
    zoomBy,
    fitTo: (some) => {
      moved.current = true;
      view.value = viewOf(some, size.value, ROOM, CLOSEST_KM);
    },
    fitAll: () => {
      moved.current = false;
      showAll();
    },
    onKeyDown: (event) => {
      const act = event.ctrlKey || event.altKey || event.metaKey ? null : keys[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
    onPointerDown: (event) => {
      drag.current = { at: [event.clientX, event.clientY], moving: false };
    },
    onPointerMove: (event) => {
      const now = drag.current;
      if (!now) return;
      const [dx, dy] = [event.clientX - now.at[0], event.clientY - now.at[1]];
      if (!now.moving && Math.hypot(dx, dy) < SLACK) return;
      if (!now.moving) svg.current?.setPointerCapture(event.pointerId);
      drag.current = { at: [event.clientX, event.clientY], moving: true };
      panBy(dx, dy);
    },
    onPointerUp: () => {
      drag.current = null;
    },
  };
}
