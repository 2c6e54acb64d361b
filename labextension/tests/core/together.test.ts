import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Editor, Session } from '../../src/core';
import { MemoryServer } from './memory_sockets';
import { ModelServer, written } from './model_server';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const node = (name: string) => ({ name, blueprintTypeId: 'city' });

it('two who edit at once, with cuts and refusals, end with the same graph as the server', async () => {
  const lines = [new MemoryServer(), new MemoryServer()];
  const model = new ModelServer(lines);
  const sessions = lines.map(({ open }) => new Session({ sessionId: 'demo', open }));
  const editors = sessions.map((one) => new Editor(one, () => undefined));
  lines.forEach((one) => model.welcome(one));
  const random = seeded(20261123);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const anyNode = (who: number): string =>
    pick([...sessions[who]!.store.replica.nodes.keys(), 'gone']);

  for (let step = 0; step < 1_500; step += 1) {
    const who = pick([0, 1]);
    const one = editors[who]!;
    const [nodeId, other] = [anyNode(who), anyNode(who)];
    pick([
      () => one.createNode({ ...node(`n${step}`), parentId: pick([nodeId, undefined]) }),
      () => one.rename(nodeId, pick(['x', 'forbidden', `r${step}`])),
      () => one.setProperty([nodeId, other], 'k', step),
      () => one.link(nodeId, other),
      () => one.unlink(nodeId, other),
      () => one.remove([nodeId], [], { cascade: random() < 0.3 }),
      () => one.duplicate([nodeId], { x: 1, y: 1 }),
      () => model.answer(),
      () => model.answer(),
      () => comeBack(who)
    ])();
  }
  comeBack(0);
  comeBack(1);
  model.answer();
  await vi.advanceTimersByTimeAsync(0);

  for (const one of sessions) {
    expect(one.connection.pendingCount).toBe(0);
    expect(written(one.store.replica)).toBe(written(model.graph));
    one.connection.close();
  }

  function comeBack(who: number): void {
    const { ends } = lines[who]!;
    const before = ends.length;
    lines[who]!.last.cut();
    while (ends.length === before) {
      vi.advanceTimersByTime(100);
    }
    model.welcome(lines[who]!);
  }
});

/** Mulberry32: the same numbers every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
