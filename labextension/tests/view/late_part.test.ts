import { afterEach, describe, expect, it, vi } from 'vitest';
import { NewerVersion, latePart } from '../../src/view/late_part';

const CHUNK = 'https://hub.example/user/ana/graphsync/static/chunks/chunk-AB12.js';
const NOT_FETCHED = new TypeError('Failed to fetch dynamically imported module');

function serve(answer: () => Promise<Response>) {
  const asked = vi.fn<(url: string) => Promise<Response>>(answer);
  vi.stubGlobal('fetch', asked);
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('a part that is loaded late', () => {
  it('is what its file holds', async () => {
    expect(await latePart(() => Promise.resolve(5), CHUNK)).toBe(5);
  });

  it('that the server does not have any more is of a version that was replaced', async () => {
    const asked = serve(() => Promise.resolve(new Response(null, { status: 200 })));

    await expect(latePart(() => Promise.reject(NOT_FETCHED), CHUNK)).rejects.toThrow(NewerVersion);
    expect(asked.mock.calls[0]![0]).toBe(
      'https://hub.example/user/ana/graphsync/static/graphsync.js'
    );
  });

  it('that cannot be fetched while the server is away says that', async () => {
    serve(() => Promise.reject(new TypeError('offline')));

    await expect(latePart(() => Promise.reject(NOT_FETCHED), CHUNK)).rejects.toBe(NOT_FETCHED);
  });

  it('that is broken in itself says so', async () => {
    const broken = new RangeError('broken');
    serve(() => Promise.resolve(new Response(null, { status: 200 })));

    await expect(latePart(() => Promise.reject(broken), CHUNK)).rejects.toBe(broken);
  });
});
