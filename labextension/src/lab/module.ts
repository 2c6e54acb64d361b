import type * as GraphModule from '../widget';

/**
 * Loads the module that the server extension serves. By its URL, not bundled: a page then has one
 * copy, one store and one socket for each session, whoever came first.
 */
export function loadModule(baseUrl: string): Promise<typeof GraphModule> {
  const url = new URL('graphsync/static/graphsync.js', baseUrl).href;
  return import(/* webpackIgnore: true */ url) as Promise<typeof GraphModule>;
}
