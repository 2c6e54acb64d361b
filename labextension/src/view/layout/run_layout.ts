import { latePart } from '../late_part';
import type { Places } from './graph_shape';
import type { LayoutAnswer, LayoutRequest } from './layout_request';

/** A layout was stopped, by whoever had asked for it. */
export class LayoutStopped extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('the layout was stopped');
  }
}

/** A layout could not be done; the message says why. */
export class LayoutFailed extends Error {
  override readonly name = 'LayoutFailed';
}

/** What is used of a `Worker`. */
export interface LayoutWorker {
  onmessage: ((message: MessageEvent<LayoutAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(request: LayoutRequest): void;
  terminate(): void;
}

export interface RunOptions {
  /** Hears which part is done, 0 to 1; not at all where a layout cannot tell. */
  progress?: (done: number) => void;
  signal?: AbortSignal;
  /** Makes a worker; throws where there can be none. */
  makeWorker?: () => LayoutWorker;
}

/**
 * Computes a layout in a worker; where the page may have none, on the page, in slices between
 * which it breathes. Rejects with `LayoutStopped` at once when the signal says so, and with
 * `LayoutFailed` where the layout cannot be done.
 */
export async function runLayout(request: LayoutRequest, options: RunOptions = {}): Promise<Places> {
  if (options.signal?.aborted) {
    throw new LayoutStopped();
  }
  const worker = tryToMake(options.makeWorker ?? makeWorker);
  const places = worker && (await inWorker(worker, request, options));
  if (places) {
    return places;
  }
  const { layoutOnPage } = await latePart(() => import('./layout_on_page'));
  return layoutOnPage(request, options);
}

/** Returns where the worker's file is: beside the module, whichever chunk of it asks. */
export function workerUrl(moduleUrl: string): URL {
  return new URL(moduleUrl.replace(/(chunks\/)?[^/]*$/, 'layout_worker.js'));
}

function makeWorker(): LayoutWorker {
  return new Worker(workerUrl(import.meta.url), { type: 'module' });
}

/** Browsers refuse workers by an exception where the module came from another origin. */
function tryToMake(make: () => LayoutWorker): LayoutWorker | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Resolves with nothing where the worker's file could not be loaded. */
function inWorker(
  worker: LayoutWorker,
  request: LayoutRequest,
  { progress, signal }: RunOptions
): Promise<Places | undefined> {
  let isReady = false;
  const running = new Promise<Places | undefined>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new LayoutStopped()), { once: true });
    worker.onerror = (event) => {
      event.preventDefault();
      if (isReady) {
        reject(new LayoutFailed(event.message));
      } else {
        resolve(undefined);
      }
    };
    worker.onmessage = ({ data }) => {
      isReady = true;
      switch (data.kind) {
        case 'ready':
          return;
        case 'progress':
          return progress?.(data.done);
        case 'done':
          return resolve(data.places);
        case 'failed':
          return reject(new LayoutFailed(data.message));
        default: {
          const missing: never = data;
          return missing;
        }
      }
    };
    worker.postMessage(request);
  });
  return running.finally(() => worker.terminate());
}
