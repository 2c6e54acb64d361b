import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Editor, Replica, Session, type GraphChange } from '../../src/core';
import { MemoryServer } from './memory_sockets';
import { ModelServer, written } from './model_server';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const IDS = ['a', 'b', 'c', 'd', '__proto__', 'constructor'];

/** Somebody who edits at random, on a line of their own; and somebody who only hears of it. */
class Person {
  readonly line = new MemoryServer();
  readonly session = new Session({ sessionId: 'demo', open: this.line.open });
  readonly editor = new Editor(this.session, () => undefined);
  readonly drawn = new Replica();

  constructor() {
    this.session.store.graphChanged.connect((change) => this.draw(change));
  }

  get seen(): string {
    return written(this.session.store.replica);
  }

  private draw(change: GraphChange): void {
    if (change.kind === 'changed') {
      change.events.forEach((event) => this.drawn.apply(event));
      return;
    }
    const { nodes, blueprintTypes } = this.session.store.replica;
    this.drawn.clear();
    nodes.forEach((node, nodeId) => this.drawn.nodes.set(nodeId, node));
    blueprintTypes.forEach((type, typeId) => this.drawn.blueprintTypes.set(typeId, type));
    for (const { parentId, childId, properties } of this.session.store.replica.links()) {
      const ends = { parent_id: parentId, child_id: childId, timestamp: '' };
      const payload = { ...ends, properties: Object.fromEntries(properties) };
      this.drawn.apply({ event: 'graph:node-linked', payload });
    }
  }
}

it.each([1, 2, 3, 4, 5, 6])(
  'two who edit at once end with the same graph as the server, whatever is cut, refused or put off (%i)',
  async (seed) => {
    const random = seeded(seed);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
    const people = [new Person(), new Person()];
    const model = new ModelServer(people.map(({ line }) => line));
    people.forEach(({ line }) => model.welcome(line));
    model.isBusy = () => random() < 0.05;

    for (let step = 0; step < 600; step += 1) {
      const who = pick(people);
      const [one, other] = [pick(IDS), pick(IDS)];
      pick([
        () => edit(who, one, other, step),
        () => edit(who, one, other, step),
        () => model.read(who.line, pick([1, 2, 5])),
        () => model.deliver(who.line, pick([1, 2, 3, 20])),
        () => vi.advanceTimersByTime(200),
        () => random() < 0.2 && comeBack(who)
      ])();
      expect(written(who.drawn)).toBe(who.seen);
    }
    await settle();

    for (const { session, seen } of people) {
      expect(session.connection.pendingCount).toBe(0);
      expect(seen).toBe(written(model.graph));
      session.connection.close();
    }

    function edit({ editor }: Person, one: string, other: string, step: number): void {
      pick([
        () => editor.createNode({ nodeId: one, name: `n${step}`, blueprintTypeId: 'city' }),
        () =>
          editor.createNode({ nodeId: one, name: 'x', blueprintTypeId: 'city', parentId: other }),
        () => editor.rename(one, pick(['x', 'forbidden', `r${step}`])),
        () => editor.setProperty([one, other], 'k', step),
        () => editor.deleteProperty([one, other], 'k'),
        () => editor.link(one, other, { km: step }),
        () => editor.unlink(one, other),
        () => editor.setLinkProperty({ parentId: one, childId: other }, 'km', step),
        () => editor.remove([one, other], [], { cascade: random() < 0.5 }),
        () => editor.duplicate([one, other], { x: 1, y: 1 }),
        () => editor.defineBlueprint({ blueprint_type_id: pick(['city', 'hub']) }),
        () => void editor.undo(),
        () => void editor.undo(),
        () => void editor.redo()
      ])();
    }

    function comeBack({ line, session }: Person): void {
      line.last.cut();
      const before = line.ends.length;
      while (line.ends.length === before) {
        session.connection.wake();
      }
      model.welcome(line, pick(['replay', 'replay', 'snapshot']));
    }

    async function settle(): Promise<void> {
      model.isBusy = () => false;
      people.forEach(comeBack);
      for (let round = 0; round < 5; round += 1) {
        await vi.advanceTimersByTimeAsync(1_000);
        model.answer();
      }
    }
  }
);

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
