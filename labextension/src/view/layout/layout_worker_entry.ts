// What the worker runs: a file of its own beside the module.
import { serveLayouts, type LayoutPort } from './layout_worker';

serveLayouts(globalThis as unknown as LayoutPort);
