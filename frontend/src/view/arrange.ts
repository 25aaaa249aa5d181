/** Hands layouts to the worker; only the newest answer counts. */

import type { LayoutTask, Positions } from "./layout";

export class Arranger {
  private readonly worker = new Worker(new URL("./layout.worker.ts", import.meta.url), {
    type: "module",
  });
  private latest = 0;
  private done: ((positions: Positions) => void) | null = null;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<{ id: number; positions: Positions }>) => {
      if (data.id !== this.latest || !this.done) return;
      const done = this.done;
      this.done = null;
      done(data.positions);
    };
  }

  /** Whether an answer is still to come. */
  get working(): boolean {
    return this.done !== null;
  }

  /** Ask for places; an earlier question still open is dropped. */
  arrange(task: LayoutTask, done: (positions: Positions) => void): void {
    this.latest += 1;
    this.done = done;
    this.worker.postMessage({ id: this.latest, task });
  }

  stop(): void {
    this.done = null;
    this.worker.terminate();
  }
}
