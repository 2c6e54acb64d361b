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

  it('leaves behind what the server would refuse, and fields that nobody knows', async () => {
    const text =
      '{"graphsync":1,"evil":1,"nodes":[{"node_id":"x","name":"x","blueprint_type_id":"city","evil":1,' +
      '"properties":{"__proto__":1,"name":"y","km":3}}],"links":[],"blueprint_types":[]}';
    const { nodeIds } = editor.paste(text)!;
    await answered();

    expect(refusals).toEqual([]);
    const { properties } = server.graph.nodes.get(nodeIds[0]!)!;
    expect([...properties]).toEqual([['km', 3]]);
    expect(Object.keys(line.last.command().arguments as object)).not.toContain('evil');
  });

  it.each([
    ['a link out of it', node('x'), '{"parent_id":"x","child_id":"a","properties":{}}', ''],
    ['a node twice', `${node('x')},${node('x')}`, '', ''],
    [
      'a type whose children are a number',
      node('x'),
      '',
      '{"blueprint_type_id":"t","allowed_children":3}'
    ],
    ['a type whose style is text', node('x'), '', '{"blueprint_type_id":"t","style":"red"}'],
    ['a name that is a number', node('x').replace('"n"', '3'), '', '']
  ])('takes nothing that holds %s', (_, nodes, links, types) => {
    const text = `{"graphsync":1,"nodes":[${nodes}],"links":[${links}],"blueprint_types":[${types}]}`;

    expect(editor.paste(text)).toBeUndefined();
  });

  it('leaves out links that the rules here forbid', async () => {
    const ends = (parent: string, child: string): string =>
      `{"parent_id":"${parent}","child_id":"${child}","properties":{}}`;
    const text =
      `{"graphsync":1,"nodes":[${node('x')},${node('y')}],` +
      `"links":[${ends('x', 'y')},${ends('y', 'x')},${ends('x', 'x')}],"blueprint_types":[]}`;
    const { nodeIds } = editor.paste(text)!;
    await answered();

    expect(refusals).toEqual([]);
    expect(server.graph.link(nodeIds[0]!, nodeIds[1]!)).toBeDefined();
    expect(server.graph.linkCount).toBe(2);
  });

  function node(nodeId: string): string {
    return `{"node_id":"${nodeId}","name":"n","blueprint_type_id":"city","properties":{}}`;
  }
});
