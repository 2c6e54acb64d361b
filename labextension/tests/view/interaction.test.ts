import { beforeEach, describe, expect, it } from 'vitest';
import type { MenuWish, NodeWish } from '../../src/view/interaction/interaction';
import { commit, linked, welcome } from '../core/memory_sockets';
import { Mouse } from './mouse';
import { showView } from './shown_view';

const shown = showView();
let mouse: Mouse;

beforeEach(async () => {
  await shown().ready('Lyon', 'Paris', 'Nice');
  shown().server.last.say(commit(2, linked('n0', 'n1')));
  shown().drawn();
  mouse = new Mouse(shown());
});

function selected(): string[] {
  return [...shown().view.context.selection.nodeIds];
}

function commands() {
  return shown().server.last.ops('execute');
}

function lastPresence(field: 'pointer' | 'dragging') {
  const told = shown().server.last.ops('presence');
  return told.filter((op) => field in op).pop()?.[field];
}

function asReader(): void {
  shown().server.last.say(welcome({ role: 'reader', seq: 2 }));
  shown().drawn();
}

describe('a click', () => {
  it('selects a node, and lets go of the others', () => {
    mouse.click('n0').click('n1');

    expect(selected()).toEqual(['n1']);
  });

  it('with Shift or Ctrl takes a node too, or lets it go', () => {
    mouse.click('n0').hold({ shiftKey: true }).click('n1').hold({ ctrlKey: true }).click('n0');

    expect(selected()).toEqual(['n1']);
  });

  it('selects a link', () => {
    const { x, y } = shown().view.renderer!.screenPosition('n0')!;
    const other = shown().view.renderer!.screenPosition('n1')!;
    mouse.click([(x + other.x) / 2, (y + other.y) / 2]);

    expect(shown().view.context.selection.links).toEqual([{ parentId: 'n0', childId: 'n1' }]);
  });

  it('on nothing selects nothing', () => {
    mouse.click('n0').click([5, 5]);

    expect(selected()).toEqual([]);
  });
});

describe('dragging the empty canvas', () => {
  it('moves the view, and leaves the selection', () => {
    mouse.click('n0');
    const before = shown().view.renderer!.screenPosition('n0')!;
    mouse.drag([20, 20], [60, 50]);

    expect(shown().view.renderer!.screenPosition('n0')!.x).toBeCloseTo(before.x + 40);
    expect(selected()).toEqual(['n0']);
  });

  it('with Shift draws a box and selects what is in it', () => {
    mouse.hold({ shiftKey: true }).down([5, 5]).over([400, 300]);
    expect(shown().root.querySelector('.graphsync-band')).not.toBeNull();
    mouse.over([795, 395]).up([795, 395]);

    expect(selected().sort()).toEqual(['n0', 'n1', 'n2']);
    expect(shown().root.querySelector('.graphsync-band')).toBeNull();
  });

  it('draws a box without Shift while the box tool is chosen', () => {
    shown().view.context.actions.run('box-select');
    mouse.drag([5, 5], [795, 395]);

    expect(selected()).toHaveLength(3);
  });
});

describe('dragging a node', () => {
  it('shows it at the pointer, tells the others, and changes nothing yet', () => {
    const before = shown().view.renderer!.screenPosition('n2')!;
    mouse.down('n2').over([before.x + 50, before.y + 20]);

    expect(shown().view.renderer!.screenPosition('n2')!.x).toBeCloseTo(before.x + 50);
    expect(Object.keys(lastPresence('dragging') ?? {})).toEqual(['n2']);
    expect(commands()).toEqual([]);
  });

  it('moves all that are selected, by one command', () => {
    mouse.click('n0').hold({ shiftKey: true }).click('n2').hold({});
    const before = shown().view.context.scene.placement.of('n2');
    mouse.drag('n0', mouse.beside('n0', 30, 40));

    const [command] = commands();
    expect(commands()).toHaveLength(1);
    expect(command!.arguments).toMatchObject({ property_id: '_position' });
    expect(Object.keys(lastPresence('dragging') ?? { none: 0 })).toEqual(['none']);
    expect(shown().view.context.scene.placement.of('n2').x).toBeGreaterThan(before.x);
  });

  it('shares the places of all where nobody has shared one yet', () => {
    mouse.drag('n0', mouse.beside('n0', 30, 40)).drag('n0', mouse.beside('n0', 30, 40));

    const told = commands().map((op) => (op.arguments as { node_ids: string[] }).node_ids);
    expect(told).toEqual([['n0', 'n1', 'n2'], ['n0']]);
  });

  it('selects the node if it was not', () => {
    mouse.click('n0').drag('n2', mouse.beside('n2', 30, 0));

    expect(selected()).toEqual(['n2']);
  });

  it('is called off by Escape', () => {
    const before = shown().view.renderer!.screenPosition('n2')!;
    mouse.down('n2').over(mouse.beside('n2', 50, 0));
    shown().key('.graphsync-canvas', 'Escape');
    mouse.over([before.x + 80, before.y]).up([before.x + 80, before.y]);

    expect(shown().view.renderer!.screenPosition('n2')!.x).toBeCloseTo(before.x);
    expect(commands()).toEqual([]);
    expect(selected()).toEqual(['n2']);
  });

  it('leaves out a node that somebody deletes meanwhile', () => {
    mouse.down('n2').over(mouse.beside('n2', 50, 0));
    const gone = {
      event: 'graph:node-deleted' as const,
      payload: { node_id: 'n2', timestamp: '' }
    };
    shown().server.last.say(commit(3, gone));
    mouse.up([400, 200]);

    expect(commands()).toEqual([]);
  });
});

describe('drawing a link', () => {
  it('begins at the knob of a node under the pointer', () => {
    mouse.over('n1');
    const knob = shown().find('.graphsync-knob');
    const at = [Number(knob.getAttribute('cx')), Number(knob.getAttribute('cy'))] as const;
    mouse.drag(at, 'n2');

    expect(commands()).toMatchObject([
      { command_type: 'link-node', arguments: { parent_id: 'n1', child_id: 'n2' } }
    ]);
  });

  it('begins anywhere on a node with Alt', () => {
    mouse.hold({ altKey: true }).drag('n0', 'n2');

    expect(commands()).toMatchObject([{ arguments: { parent_id: 'n0', child_id: 'n2' } }]);
  });

  it('says beside the pointer why a node may not be its end, and does nothing there', () => {
    mouse.hold({ altKey: true }).down('n1').over('n2').over('n0');

    expect(shown().text('.graphsync-draft-problem')).toContain('cycle');
    mouse.up('n0');
    expect(commands()).toEqual([]);
  });

  it('asks for a node where it is dropped on nothing', () => {
    const wishes: NodeWish[] = [];
    shown().view.context.interaction.wantsNode.connect((wish) => wishes.push(wish));
    mouse.hold({ altKey: true }).drag('n0', [700, 60]);

    expect(wishes).toMatchObject([{ parentId: 'n0', screen: { x: 700, y: 60 } }]);
  });
});

describe('what is asked for', () => {
  it('a node, by a double click on nothing', () => {
    const wishes: NodeWish[] = [];
    shown().view.context.interaction.wantsNode.connect((wish) => wishes.push(wish));
    mouse.doubleClick([30, 40]);

    expect(wishes).toMatchObject([{ screen: { x: 30, y: 40 } }]);
  });

  it('another name, by a double click on a node', () => {
    const wishes: string[] = [];
    shown().view.context.interaction.wantsRename.connect((nodeId) => wishes.push(nodeId));
    mouse.doubleClick('n1');

    expect(wishes).toEqual(['n1']);
  });

  it('a menu, by a right click, about what is under it', () => {
    const wishes: MenuWish[] = [];
    shown().view.context.interaction.wantsMenu.connect((wish) => wishes.push(wish));
    mouse.click('n0').rightClick('n1');

    expect(wishes).toMatchObject([{ target: { kind: 'node', nodeId: 'n1' } }]);
    expect(selected()).toEqual(['n1']);
  });

  it('a menu about all that are selected, on one of them', () => {
    mouse.click('n0').hold({ shiftKey: true }).click('n1').hold({}).rightClick('n1');

    expect(selected()).toEqual(['n0', 'n1']);
  });
});

describe('who may only read', () => {
  beforeEach(() => asReader());

  it('selects', () => {
    mouse.click('n1');

    expect(selected()).toEqual(['n1']);
  });

  it('moves no nodes, draws no links, asks for nothing new', () => {
    const wishes: unknown[] = [];
    shown().view.context.interaction.wantsNode.connect((wish) => wishes.push(wish));
    mouse.drag('n1', mouse.beside('n1', 90, 90));
    mouse.hold({ altKey: true }).drag('n0', 'n2').hold({}).doubleClick([30, 40]);

    expect(commands()).toEqual([]);
    expect(wishes).toEqual([]);
    expect(shown().root.querySelector('.graphsync-knob')).toBeNull();
  });
});

describe('the view', () => {
  it('zooms with the wheel around the pointer', () => {
    const before = shown().view.renderer!.screenPosition('n1')!;
    const wide = shown().view.renderer!.viewport();
    mouse.wheel('n1', -200);
    const narrow = shown().view.renderer!.viewport();

    expect(narrow.right - narrow.left).toBeLessThan(wide.right - wide.left);
    expect(shown().view.renderer!.screenPosition('n1')!.x).toBeCloseTo(before.x);
  });

  it('lets the neighbours of a node under the pointer stand out', () => {
    mouse.over('n0');
    shown().drawn();
    const pale = [...shown().root.querySelectorAll('.graphsync-svg g[opacity]')].filter(
      (group) => group.querySelector('[data-node-id]') && group.getAttribute('opacity') !== '1'
    );

    expect(pale).toHaveLength(1);
  });

  it('stays where it was while a canvas sleeps', () => {
    mouse.drag([20, 20], [90, 60]);
    const before = shown().view.renderer!.screenPosition('n1')!;
    const { host } = shown().view.context;
    host.sleep();
    host.wake();

    const after = shown().view.renderer!.screenPosition('n1')!;
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });
});
