/** The server has other parts than those that this page's module asks for. */
export class NewerVersion extends Error {
  override readonly name = 'NewerVersion';

  constructor() {
    super('A newer version is installed: reload the page.');
  }
}

/**
 * Loads a part of the module that is needed only now. A page that was open before an update asks
 * for parts that are gone: where the server answers and the part does not come, it says that.
 */
export async function latePart<T>(
  load: () => Promise<T>,
  moduleUrl: string = import.meta.url
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    // Browsers tell no status: a module that cannot be fetched is a TypeError, whatever the reason.
    throw error instanceof TypeError && (await answers(moduleUrl)) ? new NewerVersion() : error;
  }
}

/** Whether the module itself, whose name stays, can be had; this code may stand in a part of it. */
async function answers(moduleUrl: string): Promise<boolean> {
  try {
    const url = moduleUrl.replace(/(chunks\/)?[^/]*$/, 'graphsync.js');
    return (await fetch(url, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
