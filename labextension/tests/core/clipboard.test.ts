import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Editor, Session, type Refusal } from '../../src/core';
import { MemoryServer, created, linked } from './memory_sockets';
import { ModelServer } from './model_server';

let line: MemoryServer;
let server: ModelServer;
let session: Session;
let editor: Editor;
let refusals: Refusal[];

beforeEach(() => {
  vi.useFakeTimers();
  line = new MemoryServer();
  server = new ModelServer([line]);
  session = new Session({ sessionId: 'demo', open: line.open });
  refusals = [];
  editor = new Editor(session, (refusal) => refusals.push(refusal));
  server.commit(created('a'), created('b'), created('c'), linked('a', 'b'));
  server.welcome(line);
});

afterEach(() => {
  session.connection.close();
  vi.useRealTimers();
});

async function answered(): Promise<void> {
  server.answer();
  await vi.advanceTimersByTimeAsync(0);
}

describe('the clipboard', () => {
  it('carries a part of the graph, which is made anew at another place', async () => {
    editor.move(
      new Map([
        ['a', { x: 0, y: 0 }],
        ['b', { x: 10, y: 0 }]
      ])
    );
    const text = editor.copy(['a', 'b']);
    const { nodeIds } = editor.paste(text, { x: 105, y: 50 })!;
    await answered();

    const [first, second] = nodeIds.map((nodeId) => session.store.replica.nodes.get(nodeId)!);
    expect([first!.name, second!.name]).toEqual(['a', 'b']);
    expect(first!.properties.get('_position')).toEqual([100, 50]);
    expect(session.store.replica.link(nodeIds[0]!, nodeIds[1]!)).toBeDefined();
    expect(refusals).toEqual([]);
  });

  it('brings the types along that are missing', async () => {
    editor.defineBlueprint({ blueprint_type_id: 'city', title: 'City', style: {} });
    const text = editor.copy(['a']);
    editor.removeBlueprint('city');
    editor.paste(text);
    await answered();

    expect(server.graph.blueprintTypes.get('city')!.title).toBe('City');
  });

  it.each(['', 'Lyon', '{}', '[]', '{"graphsync": 1}', '{"graphsync":1,"nodes":[{}],"links":[]}'])(
    'takes nothing from %j',
    (text) => {
      expect(editor.paste(text)).toBeUndefined();
    }
  );

  it('copies a property that is called __proto__ as it is', () => {
    const text =
      '{"graphsync":1,"nodes":[{"node_id":"x","name":"x","blueprint_type_id":"city","properties":{"__proto__":1}}],"links":[],"blueprint_types":[]}';
    const { nodeIds } = editor.paste(text)!;

    expect(session.store.replica.nodes.get(nodeIds[0]!)!.properties.get('__proto__')).toBe(1);
  });
});
