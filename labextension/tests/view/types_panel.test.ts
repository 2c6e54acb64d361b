import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commit, welcome } from '../core/memory_sockets';
import { node } from './inspected';
import { showView } from './shown_view';

const EVIL = '<img src=x onerror=alert(1)>';
const shown = showView();

beforeEach(async () => {
  await shown().ready('Lyon', 'Paris');
  shown().server.last.say(commit(2, node('p', {}, 'plant')));
  shown().define({
    blueprint_type_id: 'city',
    title: 'City',
    schema: { type: 'object', properties: { size: { type: 'number' } } },
    style: { color: '#112233' }
  });
  shown().press('[data-panel="types"]');
  shown().pass(500);
});

async function open(label: string): Promise<void> {
  shown().press(`[aria-label="${label}"]`);
  await vi.dynamicImportSettled();
  await shown().settled();
}

function fieldOf(label: string): string {
  const found = [...shown().root.querySelectorAll<HTMLLabelElement>('.graphsync-types label')].find(
    ({ textContent }) => textContent === label
  );
  return `#${found!.htmlFor}`;
}

function sent() {
  return shown().server.last.ops('execute');
}

async function refuse(code: string, details: Record<string, unknown>): Promise<void> {
  const ops = sent();
  const error = { code, message: 'not so', retry: false, details };
  shown().server.last.say({ type: 'reply', id: ops[ops.length - 1]!.command_id, ok: false, error });
  await shown().settled();
}

describe('the types', () => {
  it('are listed with how many nodes they have, the defined ones and the others', () => {
    expect(shown().texts('.graphsync-type-rows li')).toEqual(['City2Edit', 'plant1Define']);
  });

  it('lead to their nodes', () => {
    shown().press('[aria-label="Select the 2 of type City"]');

    expect([...shown().view.context.selection.nodeIds]).toEqual(['n0', 'n1']);
  });

  it('can only be looked at by those who may not edit', () => {
    shown().server.last.say(welcome({ role: 'reader', seq: 3 }));
    shown().pass(500);

    expect(shown().texts('.graphsync-types button')).toEqual(['2', '1']);
  });
});

describe('the form of a type', () => {
  it('makes a type by one command', async () => {
    await open('New type');
    shown().write(fieldOf('Id'), 'port');
    shown().write(fieldOf('Title'), 'Port');
    shown().write('[aria-label="Shape"]', 'square');
    shown().write('[aria-label="Children may be of"]', 'none');
    shown().press('[aria-label="Add a property"]');
    shown().write('.graphsync-property-card [aria-label="Property"]', 'depth');
    shown().write('[aria-label="Type of the property"]', 'number');
    shown().write(fieldOf('At least'), '3');
    shown().press('[aria-label="Save"]');

    expect(sent()).toMatchObject([
      {
        command_type: 'define-blueprint',
        arguments: {
          blueprint_type: {
            blueprint_type_id: 'port',
            title: 'Port',
            schema: { type: 'object', properties: { depth: { type: 'number', minimum: 3 } } },
            allowed_children: [],
            style: { icon: 'square' }
          }
        }
      }
    ]);
  });

  it('says what is missing, and sends nothing', async () => {
    await open('New type');
    shown().press('[aria-label="Save"]');
    expect(shown().text('.graphsync-type-told')).toContain('Give the type an id');

    shown().write(fieldOf('Id'), 'city');
    shown().press('[aria-label="Save"]');
    expect(shown().text('.graphsync-type-told')).toContain('already');
    expect(sent()).toEqual([]);
  });

  it('changes a type, and keeps what it does not show', async () => {
    await open('Edit the type City');
    shown().write(fieldOf('Title'), 'Town');
    shown().press('[aria-label="Save"]');

    expect(sent()[0]!.arguments).toEqual({
      blueprint_type: {
        blueprint_type_id: 'city',
        title: 'Town',
        schema: { type: 'object', properties: { size: { type: 'number' } } },
        allowed_children: null,
        style: { color: '#112233' }
      }
    });
  });

  it('names the nodes that stand against it, and leads to them', async () => {
    await open('Edit the type City');
    shown().press('[aria-label="Save"]');
    await refuse('schema-violation', { node_ids: ['n1'], count: 7 });

    expect(shown().text('.graphsync-type-told')).toContain('7 nodes of this type would break');
    shown().press('.graphsync-type-told .graphsync-chip');
    expect(shown().view.context.selection.lead).toBe('n1');
  });

  it('lets the schema be written as JSON, and says what is wrong with it', async () => {
    await open('Edit the type City');
    shown().press('[aria-label="Edit as JSON"]');
    shown().write('.graphsync-schema > textarea', '{"type": ');
    shown().press('[aria-label="Save"]');
    expect(shown().text('.graphsync-schema .graphsync-problem')).toContain('not JSON');

    shown().write('.graphsync-schema > textarea', '{"properties": {"a": {"type": "string"}}}');
    shown().press('[aria-label="Edit as a table"]');
    const id = shown().find<HTMLInputElement>('.graphsync-property-card [aria-label="Property"]');
    expect(id.value).toBe('a');
  });

  it('removes a type', async () => {
    await open('Edit the type City');
    shown().press('[aria-label="Remove this type"]');

    expect(sent()).toMatchObject([
      { command_type: 'remove-blueprint', arguments: { blueprint_type_id: 'city' } }
    ]);
  });

  it('says when somebody else has changed the type meanwhile', async () => {
    await open('Edit the type City');
    shown().define({ blueprint_type_id: 'city', title: 'Ville' });
    shown().pass(500);

    expect(shown().text('.graphsync-types .graphsync-conflict')).toContain('Somebody else');
    await open('Take theirs');
    expect(shown().find<HTMLInputElement>(fieldOf('Title')).value).toBe('Ville');
  });
});

it('shows what people wrote as text', async () => {
  shown().define({
    blueprint_type_id: EVIL,
    title: EVIL,
    schema: { properties: { [EVIL]: { enum: [EVIL], title: EVIL } } }
  });
  shown().pass(500);
  expect(shown().texts('.graphsync-type-title')).toContain(EVIL);
  const edit = [...shown().root.querySelectorAll<HTMLElement>('.graphsync-type-rows button')].find(
    ({ title }) => title === `Edit the type ${EVIL}`
  );
  edit!.click();
  await vi.dynamicImportSettled();
  await shown().settled();

  expect(shown().find<HTMLInputElement>('.graphsync-property-card input').value).toBe(EVIL);
  expect(shown().root.querySelector('img')).toBeNull();
});
