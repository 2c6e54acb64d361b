import { describe, expect, it } from 'vitest';
import { linked } from '../core/memory_sockets';
import { Inspected, changed, node } from './inspected';

describe('a field', () => {
  it('is one command when it is left, whatever was typed on the way', () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');

    drafts.begin('size');
    [12, 123, 1234].forEach((value) => drafts.write('size', value));
    expect(inspected.sent).toEqual([]);
    drafts.leave('size');

    expect(inspected.sent).toEqual([
      {
        command_type: 'update-property',
        node_id: 'a',
        property_id: 'size',
        new_value: 1234,
        expected_value: 1
      }
    ]);
  });

  it('sends nothing where nothing has changed', () => {
    const inspected = new Inspected(node('a', { size: { x: 1, y: 2 } }));
    const drafts = inspected.nodes('a');

    drafts.begin('size');
    drafts.write('size', { y: 2, x: 1 });
    drafts.leave('size');

    expect(inspected.sent).toEqual([]);
    expect(drafts.ids()).toEqual([]);
  });

  it('expects nothing where there was nothing', () => {
    const inspected = new Inspected(node('a'));

    inspected.nodes('a').set('size', 5);

    expect(inspected.sent).toMatchObject([{ new_value: 5, expected_value: null }]);
  });

  it('removes a property whose value is taken away', () => {
    const inspected = new Inspected(node('a', { size: 1 }));

    inspected.nodes('a').set('size', undefined);

    expect(inspected.sent).toEqual([
      { command_type: 'delete-property', node_id: 'a', property_id: 'size' }
    ]);
  });

  it('shows what is typed, not what others do, while one is in it', () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');

    drafts.begin('size');
    inspected.say(changed('a', 'size', 2));
    expect(drafts.state('size').value).toBe(1);
    drafts.leave('size');

    expect(drafts.state('size').value).toBe(2);
    expect(inspected.sent).toEqual([]);
  });

  it('forgets what was typed when it is told to', () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');

    drafts.write('size', 7);
    drafts.cancel('size');
    drafts.leave('size');

    expect(drafts.state('size').value).toBe(1);
    expect(inspected.sent).toEqual([]);
  });

  it('may be of a link, too', () => {
    const inspected = new Inspected(node('a'), node('b'), linked('a', 'b'));

    inspected.link('a', 'b').set('km', 400);

    expect(inspected.sent).toMatchObject([
      { command_type: 'update-link-property', parent_id: 'a', child_id: 'b', new_value: 400 }
    ]);
  });
});

describe('a refusal', () => {
  const violation = { path: ['size'], message: '-1 is less than 0' };

  it('stands beside the field, and what was typed stays', async () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');

    drafts.set('size', -1);
    await inspected.refuse({ code: 'schema-violation', details: { violations: [violation] } });

    expect(drafts.state('size')).toMatchObject({
      value: -1,
      problem: { message: 'not so', violations: [violation] }
    });
  });

  it('is not asked for twice with the same value', async () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');
    drafts.set('size', -1);
    await inspected.refuse({ code: 'schema-violation' });

    drafts.begin('size');
    drafts.leave('size');
    expect(inspected.sent).toHaveLength(1);

    drafts.set('size', 3);
    expect(inspected.sent).toHaveLength(2);
    expect(drafts.state('size').problem).toBeUndefined();
  });

  it('leaves alone what was typed meanwhile', async () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');

    drafts.set('size', -1);
    drafts.write('size', -12);
    await inspected.refuse({ code: 'schema-violation' });

    expect(drafts.state('size')).toMatchObject({ value: -12, problem: { message: 'not so' } });
  });

  it('is told to whoever is there after the field has gone', async () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');

    drafts.write('size', -1);
    drafts.close();
    expect(inspected.sent).toHaveLength(1);
    await inspected.refuse({ code: 'schema-violation' });

    expect(inspected.lost).toEqual(['not so']);
  });
});

describe('what somebody else changes while one types', () => {
  async function clash(): Promise<[Inspected, ReturnType<Inspected['nodes']>]> {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');
    drafts.write('size', 7);
    inspected.say(changed('a', 'size', 12));
    return Promise.resolve([inspected, drafts]);
  }

  it('is not written over', async () => {
    const [inspected, drafts] = await clash();

    drafts.leave('size');

    expect(inspected.sent).toEqual([]);
    expect(drafts.state('size')).toMatchObject({
      value: 7,
      conflict: { by: 'Ana', theirs: { kind: 'same', value: 12 } }
    });
  });

  it('is written over when one says so', async () => {
    const [inspected, drafts] = await clash();

    drafts.keepMine('size');

    expect(inspected.sent).toMatchObject([{ new_value: 7, expected_value: 12 }]);
    expect(drafts.state('size').conflict).toBeUndefined();
  });

  it('is taken when one says so', async () => {
    const [inspected, drafts] = await clash();

    drafts.cancel('size');

    expect(drafts.state('size')).toMatchObject({ value: 12, conflict: undefined });
    expect(inspected.sent).toEqual([]);
  });

  it('is noticed by the server, where it was on its way', async () => {
    const inspected = new Inspected(node('a', { size: 1 }));
    const drafts = inspected.nodes('a');

    drafts.set('size', 7);
    inspected.say(changed('a', 'size', 12));
    await inspected.refuse({ code: 'stale-value', details: { current_value: 12 } });

    expect(drafts.state('size')).toMatchObject({
      value: 7,
      problem: undefined,
      conflict: { by: 'Ana', theirs: { kind: 'same', value: 12 } }
    });
  });

  it('is no clash where both mean the same', async () => {
    const [inspected, drafts] = await clash();
    drafts.write('size', 12);

    expect(drafts.state('size').conflict).toBeUndefined();
    drafts.leave('size');
    expect(inspected.sent).toEqual([]);
  });
});

describe('several nodes', () => {
  const both = () =>
    new Inspected(
      node('a', { size: 1, color: 'red', own: 1 }),
      node('b', { size: 2, color: 'red' })
    );

  it('show what all of them have', () => {
    const drafts = both().nodes('a', 'b');

    expect(drafts.subject.propertyIds()).toEqual(['size', 'color']);
    expect(drafts.state('color')).toMatchObject({ value: 'red', isMixed: false });
    expect(drafts.state('size')).toMatchObject({ value: undefined, isMixed: true });
    expect(drafts.state('own').isMixed).toBe(true);
  });

  it('are set by one command', () => {
    const inspected = both();

    inspected.nodes('a', 'b').set('size', 9);

    expect(inspected.sent).toEqual([
      {
        command_type: 'update-properties',
        property_id: 'size',
        node_ids: ['a', 'b'],
        new_values: [9, 9]
      }
    ]);
  });

  it('keep their several values where a field is only looked into', () => {
    const inspected = both();
    const drafts = inspected.nodes('a', 'b');

    drafts.begin('size');
    drafts.leave('size');

    expect(inspected.sent).toEqual([]);
  });
});
