import type { LayoutAnswer, LayoutRequest } from './layout_request';
import { layoutSteps } from './layout_steps';

/** The end of a line to the page: a worker's own scope. */
export interface LayoutPort {
  onmessage: ((message: { data: LayoutRequest }) => void) | null;
  postMessage(answer: LayoutAnswer): void;
}

const TELL_EVERY_MS = 100;

/** Answers every request that comes through a port. */
export function serveLayouts(port: LayoutPort): void {
  port.onmessage = ({ data }) => {
    answer(data, port).catch((error: unknown) => {
      port.postMessage({ kind: 'failed', message: String(error) });
    });
  };
  port.postMessage({ kind: 'ready' });
}

async function answer(request: LayoutRequest, port: LayoutPort): Promise<void> {
  const steps = await layoutSteps(request);
  let told = performance.now();
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    if (performance.now() - told > TELL_EVERY_MS) {
      told = performance.now();
      port.postMessage({ kind: 'progress', done: step.value });
    }
  }
  port.postMessage({ kind: 'done', places: step.value });
}
