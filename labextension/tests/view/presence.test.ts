import { beforeEach, describe, expect, it } from 'vitest';
import { Mouse } from './mouse';
import { showView } from './shown_view';

const shown = showView();
let mouse: Mouse;

beforeEach(async () => {
  await shown().ready('Lyon', 'Paris', 'Nice');
  mouse = new Mouse(shown());
});

function lastPresence(field: 'pointer') {
  const told = shown().server.last.ops('presence');
  return told.filter((op) => field in op).pop()?.[field];
}

describe("one's pointer", () => {
  it('is told to the others while it is over the canvas', () => {
    shown().present({ client_id: 'c-me' });
    shown().present({ client_id: 'c-bob' });
    mouse.over('n1');
    expect(lastPresence('pointer')).toHaveLength(2);

    mouse.leave();
    expect(lastPresence('pointer')).toBeNull();
  });

  it('is told to nobody where nobody is', () => {
    mouse.over('n1');

    expect(lastPresence('pointer')).toBeUndefined();
  });
});

describe('what others do', () => {
  it('shows where they point, with their name', () => {
    shown().present({ client_id: 'c-bob', name: 'Bob', pointer: [0, 0] });

    expect(shown().text('.graphsync-pointer')).toBe('Bob');
  });

  it('shows nodes move while they drag them, and back if they let go of it', () => {
    const before = shown().view.renderer!.screenPosition('n1')!;
    shown().present({ client_id: 'c-bob', dragging: { n1: [600, 600] } });
    const during = shown().view.renderer!.screenPosition('n1')!;
    shown().present({ client_id: 'c-bob', dragging: {} });

    expect(during).not.toEqual(before);
    expect(shown().view.renderer!.screenPosition('n1')).toEqual(before);
  });

  it('rings what they have selected in their colour', () => {
    shown().present({ client_id: 'c-bob', color: '#123456', selection: ['n1'] });

    expect(shown().find('.graphsync-peer-ring').getAttribute('stroke')).toBe('#123456');
  });

  it('names them once where they point close to what they have selected', () => {
    const { x, y } = shown().view.context.scene.placement.of('n1');
    shown().present({ client_id: 'c-bob', name: 'Bob', selection: ['n1'], pointer: [x + 9, y] });

    expect(shown().texts('.graphsync-tag')).toEqual(['Bob']);
  });

  it('names them at both where they point far from what they have selected', () => {
    shown().present({ client_id: 'c-bob', name: 'Bob', selection: ['n1'], pointer: [9000, 0] });

    expect(shown().texts('.graphsync-tag')).toEqual(['Bob', 'Bob']);
  });

  it('says which node they edit at this moment', () => {
    shown().present({ client_id: 'c-bob', name: 'Bob', selection: ['n1'], editing: 'n1' });
    expect(shown().texts('.graphsync-tag')).toEqual(['Bob edits']);
    expect(shown().root.querySelector('.graphsync-peer-edits')).not.toBeNull();

    shown().present({ client_id: 'c-bob', name: 'Bob', selection: ['n1'] });
    expect(shown().texts('.graphsync-tag')).toEqual(['Bob']);
  });
});
