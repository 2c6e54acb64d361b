import type { GraphChange } from '../../../core';
import type { Panel, ViewContext } from '../../context';
import { button, element } from '../../dom';
import { FrameJoiner } from '../../frame_joiner';
import { Branches } from './branches';
import { Hierarchy } from './hierarchy';
import { keptBy } from './kept_nodes';
import type { OrderName } from './order';
import { OutlineTree } from './outline_tree';

// A filter, and circles, are looked for in the whole graph: not with every change.
const SETTLE_MS = 300;
const ORDERS: readonly [OrderName, string][] = [
  ['name', 'by name'],
  ['added', 'as added']
];

/** The hierarchy as a tree: all that is on the canvas, for the keyboard and for screen readers. */
export class Outline implements Panel {
  readonly id = 'outline';
  readonly title = 'Outline';
  readonly root = element('section', 'graphsync-outline');
  private readonly hierarchy: Hierarchy;
  private readonly branches: Branches;
  private readonly tree: OutlineTree;
  private readonly empty = element('p', 'graphsync-hint');
  private readonly order = element('select', 'graphsync-kind');
  private readonly joiner = new FrameJoiner(() => this.draw());
  private readonly stops: (() => void)[];
  private settling: ReturnType<typeof setTimeout> | undefined;
  /** It is built when it is looked at first, and again after it was not. */
  private isStale = true;

  constructor(
    private readonly context: ViewContext,
    show: (nodeIds: readonly string[]) => void
  ) {
    const { scene, session, shown, selection, display } = context;
    const { store } = session;
    this.hierarchy = new Hierarchy(scene.replica);
    this.branches = new Branches(this.hierarchy, () => store.settings.structure === 'graph');
    this.tree = new OutlineTree(context, this.branches, show);
    this.root.append(this.head(), this.empty, this.tree.root);
    this.stops = [
      shown.graphChanged.connect((change) => this.note(change)),
      selection.changed.connect(() => this.follow()),
      display.changed.connect((fields) => fields.includes('filter') && this.filter()),
      this.branches.changed.connect(() => this.joiner.ask()),
      this.tree.changed.connect(() => this.joiner.ask())
    ];
  }

  shown(): void {
    if (this.isStale) {
      this.load();
    }
    this.follow();
    this.draw();
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.stops.forEach((stop) => stop());
    this.tree.dispose();
    this.joiner.stop();
  }

  private head(): HTMLElement {
    const { order, branches, context } = this;
    order.setAttribute('aria-label', 'Order');
    for (const [value, title] of ORDERS) {
      const option = element('option', '', title);
      option.value = value;
      order.append(option);
    }
    order.addEventListener('change', () => {
      this.hierarchy.load(this.orderName);
      branches.refresh();
    });
    const open = button('graphsync-link-button', 'Open all', 'Open all', () => {
      if (!branches.openAll()) {
        context.messages.say('There is too much to open all of it; search for what you need.');
      }
    });
    const close = button('graphsync-link-button', 'Close all', 'Close all', () =>
      branches.closeAll()
    );
    return element('header', 'graphsync-outline-head', order, open, close);
  }

  private get orderName(): OrderName {
    return this.order.value === 'added' ? 'added' : 'name';
  }

  private load(): void {
    this.isStale = false;
    this.hierarchy.load(this.orderName);
    this.findCircles();
    this.branches.reset();
    this.filter();
  }

  private note(change: GraphChange): void {
    if (this.root.hidden) {
      this.isStale = true;
    } else if (change.kind === 'loaded') {
      this.load();
    } else {
      const changed = this.hierarchy.apply(change.events);
      this.branches.apply(changed);
      if (changed.links || this.branches.filter) {
        this.settleLater();
      }
      this.joiner.ask();
    }
  }

  private settleLater(): void {
    this.settling ??= setTimeout(() => {
      this.settling = undefined;
      if (this.findCircles()) {
        this.branches.refresh();
      }
      if (this.branches.filter) {
        this.filter();
      }
    }, SETTLE_MS);
  }

  private findCircles(): boolean {
    const { settings } = this.context.session.store;
    return settings.structure === 'graph' && this.hierarchy.findCircles();
  }

  private filter(): void {
    if (!this.isStale) {
      const { display, scene } = this.context;
      this.branches.show(keptBy(display.state.filter, scene.replica));
    }
  }

  private follow(): void {
    if (!this.root.hidden && !this.isStale) {
      this.tree.follow();
      this.joiner.ask();
    }
  }

  private draw(): void {
    if (this.root.hidden || this.isStale) {
      return;
    }
    const isEmpty = this.branches.rows.length === 0;
    this.empty.hidden = !isEmpty;
    this.empty.textContent = this.branches.filter
      ? 'No node fits the search.'
      : 'There are no nodes yet.';
    this.tree.root.hidden = isEmpty;
    this.tree.draw();
  }
}
