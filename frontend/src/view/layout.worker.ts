/** Runs the layout off the page's own thread. */

import { type LayoutTask, layOut } from "./layout";

addEventListener("message", ({ data }: MessageEvent<{ id: number; task: LayoutTask }>) => {
  postMessage({ id: data.id, positions: layOut(data.task) });
});
