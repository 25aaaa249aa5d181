/** Joins the drawing to the page: signals in, clicks and keys out. */

import { effect, useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { language, t, tn } from "../i18n";
import { crowding, sizeScale } from "../model/scale";
import { hovered, network, pick, picked, scores, shown } from "../state/exploration";
import { filters, NO_FILTERS } from "../state/filters";
import { showHidden } from "../state/growing";
import { expose } from "../state/hooks";
import { recall, remember } from "../state/memory";
import { showOverview } from "../state/opening";
import { place, selectLink, selectNode } from "../state/place";
import { gone, hoveredPair, lens } from "../state/structure";
import { calm, dark } from "../state/theme";
import { expanding } from "../state/ui";
import { clearPath } from "../state/ways";
import { Drawing, type Scene } from "../view/drawing";
import type { Emphasis } from "../view/looks";
import type { Span } from "../view/spans";
import { Empty, IconButton } from "./parts";

function sizesNow(): Map<string, number> {
  const known = scores.value.byId;
  const ids = [...network.value.nodes.keys()];
  const of = (id: string) => known.get(id) ?? null;
  const scale = sizeScale(ids.map(of), crowding(ids.length));
  return new Map(ids.map((id) => [id, scale(of(id))]));
}

function sceneNow(): Scene {
  return { ...shown.value, sizes: sizesNow(), thinness: crowding(network.value.nodes.size) };
}

function spansNow(): Span[] {
  const pointed = hoveredPair.value?.join("\n");
  return (lens.value?.spans ?? []).map((ends) => ({ ends, chosen: ends.join("\n") === pointed }));
}

function emphasisNow(): Emphasis {
  const { paths, chosen } = network.value;
  return {
    selectedNode: place.value.node,
    selectedLink: place.value.link,
    hovered: hovered.value,
    start: picked.value.start,
    end: picked.value.end,
    path: paths[chosen] ?? null,
    groups: lens.value?.groups ?? [],
    gone: gone.value,
    spans: spansNow(),
    tints: lens.value?.tints ?? null,
  };
}

/** What clicks on the drawing do. */
function handlersFor(caseId: string) {
  return {
    node: (id: string, event: MouseEvent | TouchEvent) => {
      if (event.shiftKey) pick(id);
      else selectNode(id);
    },
    expand: (id: string) => {
      selectNode(id);
      expanding.value = id;
    },
    menu: (id: string) => {
      selectNode(id);
      expanding.value = id;
    },
    link: (id: string) => selectLink(id),
    stage: () => {
      expanding.value = null;
      if (place.value.node || place.value.link) selectNode(null);
    },
    hover: (id: string | null) => {
      hovered.value = id;
    },
    settled: (at: Record<string, [number, number]>) => {
      const { nodes, hidden } = network.value;
      if (nodes.size > 0) remember(caseId, { nodes: [...nodes.keys()], hidden: [...hidden], at });
    },
  };
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function walk(drawing: Drawing, event: KeyboardEvent): void {
  const way = ARROWS[event.key];
  if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const next = drawing.camera.toward(place.value.node, way[0], way[1]);
  if (next) selectNode(next);
}

/** Keep the drawing in step with the signals until the page goes. */
function follow(drawing: Drawing): () => void {
  let theme = dark.value;
  const stops = [
    effect(() => {
      const scene = sceneNow();
      if (dark.value !== theme) {
        theme = dark.value;
        drawing.recolour(scene);
      } else drawing.draw(scene);
    }),
    effect(() => {
      language.value;
      network.value;
      drawing.emphasize(emphasisNow());
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export function Canvas({ caseId }: { caseId: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const current = useRef<Drawing | null>(null);
  const broken = useSignal(false);
  const label = useComputed(() =>
    t("canvas.label", {
      nodes: tn("count.entities", shown.value.nodes.length),
      links: tn("count.links", shown.value.edges.length),
    }),
  );

  useEffect(() => {
    if (!holder.current) return;
    let drawing: Drawing;
    try {
      drawing = new Drawing(holder.current, handlersFor(caseId), () => calm.matches);
    } catch {
      broken.value = true;
      return;
    }
    current.current = drawing;
    const kept = recall(caseId);
    if (kept) drawing.seed(kept.at);
    const stop = follow(drawing);
    const unexpose = expose(drawing);
    const watch = new ResizeObserver(() => drawing.sigma.resize().refresh());
    watch.observe(holder.current);
    return () => {
      watch.disconnect();
      unexpose();
      stop();
      drawing.kill();
      current.current = null;
    };
  }, [caseId, broken]);

  const allHidden = network.value.nodes.size > 0 && shown.value.nodes.length === 0;
  return (
    <>
      {broken.value && <p class="over hint">{t("canvas.noWebgl")}</p>}
      <div
        ref={holder}
        id="canvas"
        class="canvas"
        role="application"
        aria-roledescription="network"
        aria-label={label}
        tabIndex={0}
        onKeyDown={(event) => current.current && walk(current.current, event)}
      />
      {allHidden && (
        <div class="over">
          <Empty title={t("canvas.allHidden")}>
            <button type="button" class="button" onClick={showEverything}>
              {t("canvas.showAll")}
            </button>
          </Empty>
        </div>
      )}
      <Tools drawing={() => current.current} />
    </>
  );
}

function showEverything(): void {
  filters.value = NO_FILTERS;
  if (network.value.hidden.size > 0) showHidden();
}

function Tools({ drawing }: { drawing: () => Drawing | null }) {
  return (
    <div class="tools">
      <IconButton
        icon="plus"
        label={t("toolbar.zoomIn")}
        keys="+"
        onClick={() => drawing()?.camera.zoom(1.4)}
      />
      <IconButton
        icon="minus"
        label={t("toolbar.zoomOut")}
        keys="-"
        onClick={() => drawing()?.camera.zoom(1 / 1.4)}
      />
      <IconButton
        icon="fit"
        label={t("toolbar.fit")}
        keys="F"
        onClick={() => drawing()?.camera.fit()}
      />
      <IconButton
        icon="layout"
        label={t("toolbar.layout")}
        onClick={() => drawing()?.arrange(true)}
      />
      <IconButton
        icon="home"
        label={t("toolbar.overview")}
        onClick={() => {
          clearPath();
          void showOverview();
        }}
      />
    </div>
  );
}
