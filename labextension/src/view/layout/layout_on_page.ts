import type { Places } from './graph_shape';
import type { LayoutRequest } from './layout_request';
import { layoutSteps } from './layout_steps';
import { LayoutFailed, LayoutStopped, type RunOptions } from './run_layout';

/** Above this a layout that is no sequence of rounds would hold the page for too long. */
const NODES_AT_ONCE = 5_000;
/** One round of forces over so many nodes takes as long as the page may be held. */
const NODES_IN_ROUNDS = 3_000;
const SLICE_MS = 12;

/** Computes a layout on the page. Refuses what would hold it for long. */
export async function layoutOnPage(
  request: LayoutRequest,
  { progress, signal }: RunOptions
): Promise<Places> {
  const count = request.widths.length;
  const most = request.algorithm === 'force' ? NODES_IN_ROUNDS : NODES_AT_ONCE;
  if (count > most) {
    throw new LayoutFailed(
      `${count} nodes are too many to be laid out without a worker, which this page may not have; ` +
        `select at most ${most}`
    );
  }
  const steps = await layoutSteps(request);
  let begun = performance.now();
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    if (performance.now() - begun > SLICE_MS) {
      progress?.(step.value);
      await breath();
      begun = performance.now();
    }
    if (signal?.aborted) {
      throw new LayoutStopped();
    }
  }
  return step.value;
}

/** Lets the page do what waits: draw, and hear a click on Stop. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
