import { beforeEach, expect, it } from 'vitest';
import { Replica, type Settings } from '../../src/core';
import { predict } from '../../src/core/editing/prediction';
import { tryOut } from '../../src/core/editing/trial';
import { created, linked } from './memory_sockets';
import { written } from './model_server';

let replica: Replica;
let settings: Settings;

// a holds b and c, b holds d, c holds d as well, d holds e; x is alone, and has a property.
beforeEach(() => {
  replica = new Replica();
  settings = { title: '', structure: 'dag', strict_blueprints: false, moments: [] };
  [...'abcdex'].forEach((nodeId) => replica.apply(created(nodeId)));
  for (const ends of ['ab', 'ac', 'bd', 'cd', 'de']) {
    replica.apply(linked(ends[0]!, ends[1]!));
  }
  foresee('update-property', { node_id: 'x', property_id: 'km', new_value: 1 });
  foresee('define-blueprint', {
    blueprint_type: { blueprint_type_id: 'leaf', allowed_children: ['leaf'] }
  });
});

function foresee(command_type: string, args: object): string[] | undefined {
  const command = { command_type, arguments: args };
  const trial = tryOut(replica, predict(command, 'k', { replica, settings }), (event) =>
    replica.apply(event)
  );
  return trial?.events.map(({ event, payload }) => {
    const { timestamp, ...facts } = payload as unknown as Record<string, unknown>;
    expect(timestamp).toBe('');
    return `${event.slice('graph:'.length)} ${JSON.stringify(Object.values(facts)).slice(1, -1)}`;
  });
}

const node = { name: 'N', blueprint_type_id: 'city' };

it.each<[string, object, string[]]>([
  ['create-node', node, ['node-created "k","N","city"']],
  [
    'create-node',
    { ...node, node_id: 'n', parent_id: 'a', properties: { km: 1 } },
    ['node-created "n","N","city",{"km":1},"a"', 'node-linked "a","n"']
  ],
  [
    'delete-node',
    { node_id: 'd' },
    ['node-unlinked "b","d"', 'node-unlinked "c","d"', 'node-unlinked "d","e"', 'node-deleted "d"']
  ],
  [
    'delete-node',
    { node_id: 'b', cascade: true },
    ['node-unlinked "a","b"', 'node-unlinked "b","d"', 'node-deleted "b"']
  ],
  [
    'delete-node',
    { node_id: 'd', cascade: true },
    [
      'node-unlinked "b","d"',
      'node-unlinked "c","d"',
      'node-unlinked "d","e"',
      'node-deleted "d"',
      'node-deleted "e"'
    ]
  ],
  ['link-node', { parent_id: 'a', child_id: 'x' }, ['node-linked "a","x"']],
  ['unlink-node', { parent_id: 'a', child_id: 'b' }, ['node-unlinked "a","b"']],
  [
    'update-property',
    { node_id: 'x', property_id: 'km', new_value: 2, expected_value: 1 },
    ['property-changed "x","km",1,2']
  ],
  [
    'update-property',
    { node_id: 'x', property_id: 'name', new_value: 'X', expected_value: 'x' },
    ['property-changed "x","name","x","X"']
  ],
  [
    'update-property',
    { node_id: 'a', property_id: 'km', new_value: 2, expected_value: null },
    ['property-changed "a","km",null,2']
  ],
  [
    'update-properties',
    {
      property_id: '_position',
      node_ids: ['x', 'a'],
      new_values: [
        [1, 2],
        [3, 4]
      ]
    },
    ['property-changed "x","_position",null,[1,2]', 'property-changed "a","_position",null,[3,4]']
  ],
  ['delete-property', { node_id: 'x', property_id: 'km' }, ['property-deleted "x","km"']],
  [
    'update-link-property',
    { parent_id: 'a', child_id: 'b', property_id: 'km', new_value: 2 },
    ['link-property-changed "a","b","km",null,2']
  ],
  ['remove-blueprint', { blueprint_type_id: 'leaf' }, ['blueprint-removed "leaf"']],
  [
    'define-blueprint',
    { blueprint_type: { blueprint_type_id: 'hub' } },
    ['blueprint-defined {"blueprint_type_id":"hub","allowed_children":null,"style":{}}']
  ],
  [
    'batch',
    {
      commands: [
        { command_type: 'create-node', arguments: node },
        { command_type: 'link-node', arguments: { parent_id: 'a', child_id: 'k-0' } }
      ]
    },
    ['node-created "k-0","N","city"', 'node-linked "a","k-0"']
  ]
])('%s %j is expected to cause what the server makes of it', (commandType, args, events) => {
  expect(foresee(commandType, args)).toEqual(events);
});

it.each<[string, object]>([
  ['create-node', { ...node, node_id: 'a' }],
  ['create-node', { ...node, parent_id: 'nobody' }],
  ['create-node', { ...node, node_id: '' }],
  ['create-node', { name: 'N' }],
  ['create-node', { ...node, properties: { name: 'M' } }],
  ['create-node', { ...node, properties: JSON.parse('{"__proto__":1}') as object }],
  ['create-node', { ...node, properties: { _position: 'here' } }],
  ['delete-node', { node_id: 'nobody' }],
  ['link-node', { parent_id: 'a', child_id: 'b' }],
  ['link-node', { parent_id: 'e', child_id: 'a' }],
  ['link-node', { parent_id: 'a', child_id: 'a' }],
  ['unlink-node', { parent_id: 'b', child_id: 'a' }],
  ['update-property', { node_id: 'x', property_id: 'km', new_value: 2, expected_value: 3 }],
  ['update-property', { node_id: 'x', property_id: 'name', new_value: 2 }],
  ['update-property', { node_id: 'x', property_id: 'km' }],
  ['update-property', { node_id: 'x', property_id: 'constructor', new_value: 1 }],
  ['update-properties', { property_id: 'km', node_ids: ['x', 'x'], new_values: [1, 2] }],
  ['update-properties', { property_id: 'km', node_ids: ['x', 'nobody'], new_values: [1, 2] }],
  ['delete-property', { node_id: 'a', property_id: 'km' }],
  ['delete-link-property', { parent_id: 'a', child_id: 'b', property_id: 'km' }],
  ['define-blueprint', { blueprint_type: { blueprint_type_id: 'hub', allowed_children: 'all' } }],
  ['remove-blueprint', { blueprint_type_id: 'nothing' }],
  ['batch', { commands: [{ command_type: 'batch', arguments: { commands: [] } }] }],
  ['explode', {}],
  ['create-node', []]
])('%s %j is not expected to do anything, and leaves no trace', (commandType, args) => {
  const before = written(replica);

  expect(foresee(commandType, args)).toBeUndefined();
  expect(written(replica)).toBe(before);
});

it('keeps to the rules of a strict session, as far as they can be known here', () => {
  settings.strict_blueprints = true;

  expect(foresee('create-node', node)).toBeUndefined();
  expect(foresee('create-node', { ...node, blueprint_type_id: 'leaf' })).toHaveLength(1);
  expect(foresee('remove-blueprint', { blueprint_type_id: 'leaf' })).toBeUndefined();
});

it('keeps to the children that a type allows', () => {
  foresee('create-node', { name: 'L', blueprint_type_id: 'leaf', node_id: 'l' });

  expect(foresee('create-node', { ...node, parent_id: 'l' })).toBeUndefined();
  expect(foresee('link-node', { parent_id: 'l', child_id: 'x' })).toBeUndefined();
});

it('sees in a batch what the commands before did, and takes all back where one cannot be', () => {
  const before = written(replica);
  const commands = [
    { command_type: 'delete-node', arguments: { node_id: 'd' } },
    { command_type: 'create-node', arguments: { ...node, node_id: 'd' } },
    { command_type: 'link-node', arguments: { parent_id: 'b', child_id: 'd' } },
    { command_type: 'delete-node', arguments: { node_id: 'nobody' } }
  ];

  expect(foresee('batch', { commands })).toBeUndefined();
  expect(written(replica)).toBe(before);
  expect(foresee('batch', { commands: commands.slice(0, 3) })).toHaveLength(6);
});

it('has an inverse for everything, which leaves no trace', () => {
  const before = written(replica);
  const commands = [
    { command_type: 'delete-node', arguments: { node_id: 'x' } },
    {
      command_type: 'update-link-property',
      arguments: { parent_id: 'a', child_id: 'b', property_id: 'km', new_value: 2 }
    },
    {
      command_type: 'delete-link-property',
      arguments: { parent_id: 'a', child_id: 'b', property_id: 'km' }
    },
    { command_type: 'remove-blueprint', arguments: { blueprint_type_id: 'leaf' } }
  ];
  const batch = { command_type: 'batch', arguments: { commands } };
  const trial = tryOut(replica, predict(batch, 'k', { replica, settings }), (event) =>
    replica.apply(event)
  );
  expect(written(replica)).not.toBe(before);
  trial!.inverse.forEach((event) => replica.apply(event));

  expect(written(replica)).toBe(before);
});
