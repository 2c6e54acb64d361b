import type { GraphNode } from '../../core';
import type { ViewContext } from '../context';
import { NO_FILTER } from '../display';
import { button, element } from '../dom';
import type { Point } from '../geometry';
import { FrameJoiner } from '../frame_joiner';
import { propertyTitle } from '../looks/property_title';
import { reveal } from '../reveal';
import { counted } from '../text';
import { matcher } from './matching';
import { optionsOf, propertyIdsOf } from './known_properties';

/** Finds nodes by name, type and property: what does not fit fades, Enter goes from one to the next. */
export class SearchBar {
  readonly root = element('div', 'graphsync-search');
  private readonly text = field('Name, type or value', 'graphsync-search-text');
  private readonly type = element('select', 'graphsync-input');
  private readonly property = element('select', 'graphsync-input');
  private readonly value = field('value, >5', 'graphsync-search-value');
  private readonly told = element('span', 'graphsync-search-told');
  private readonly joiner = new FrameJoiner(() => this.tell());
  private readonly stops: (() => void)[];
  private readonly steps = [
    button('graphsync-icon-button', 'Previous match (Shift+Enter)', '‹', () => this.step(-1)),
    button('graphsync-icon-button', 'Next match (Enter)', '›', () => this.step(1))
  ];
  private found: GraphNode[] = [];
  /** The match where one is. */
  private atNode: string | undefined;

  constructor(private readonly context: ViewContext) {
    this.root.hidden = true;
    this.root.setAttribute('role', 'search');
    this.type.setAttribute('aria-label', 'Type');
    this.property.setAttribute('aria-label', 'Property');
    this.value.setAttribute('aria-label', 'Value of the property');
    this.told.setAttribute('role', 'status');
    const close = button('graphsync-icon-button', 'Close search', '×', () => this.close());
    this.root.append(this.text, this.type, this.property, this.value);
    this.root.append(element('div', 'graphsync-search-steps', this.told, ...this.steps, close));
    this.root.addEventListener('input', () => this.search());
    this.root.addEventListener('keydown', (event) => this.key(event));
    this.stops = [
      context.shown.graphChanged.connect(() => !this.root.hidden && this.joiner.ask()),
      () => this.joiner.stop()
    ];
  }

  open(): void {
    const { replica } = this.context.scene;
    const types = [...new Set([...replica.nodes.values()].map((node) => node.blueprintTypeId))];
    this.type.replaceChildren(
      ...optionsOf('any type', types, (typeId) => this.context.scene.typeTitle(typeId))
    );
    const titleOf = (id: string): string => propertyTitle(replica, id);
    this.property.replaceChildren(...optionsOf('any property', propertyIdsOf(replica), titleOf));
    this.value.hidden = true;
    this.root.hidden = false;
    this.text.focus();
    this.text.select();
    this.search();
  }

  close(): void {
    this.root.hidden = true;
    this.text.value = '';
    this.value.value = '';
    this.context.display.change({ filter: NO_FILTER });
    this.context.host.root.focus();
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
  }

  private search(): void {
    const propertyId = this.property.value;
    this.value.hidden = propertyId === '';
    this.atNode = undefined;
    this.context.display.change({
      filter: {
        text: this.text.value,
        typeIds: this.type.value === '' ? [] : [this.type.value],
        property: propertyId === '' ? undefined : { propertyId, value: this.value.value }
      }
    });
    this.tell();
  }

  private tell(): void {
    const { scene, display } = this.context;
    const test = matcher(display.state.filter, scene.replica);
    this.found = test ? [...scene.replica.nodes.values()].filter(test) : [];
    this.steps.forEach((step) => {
      step.disabled = this.found.length === 0;
    });
    this.told.textContent = test ? this.count() : '';
  }

  private get at(): number {
    return this.found.findIndex(({ nodeId }) => nodeId === this.atNode);
  }

  private count(): string {
    const { at, found } = this;
    return at < 0
      ? counted(found.length, 'match', 'matches')
      : `${(at + 1).toLocaleString('en')} of ${found.length.toLocaleString('en')}`;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.close();
    } else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) {
      this.step(event.shiftKey ? -1 : 1);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Goes to the match before or after; from the last one to the first. */
  private step(by: number): void {
    const count = this.found.length;
    if (count > 0) {
      const from = this.at < 0 && by < 0 ? 0 : this.at;
      const { nodeId } = this.found[(from + by + count) % count]!;
      const { selection, scene } = this.context;
      this.atNode = nodeId;
      selection.set([nodeId]);
      this.revealBelow(scene.placement.of(nodeId));
      this.told.textContent = this.count();
    }
  }

  /** Brings a place into sight that the bar itself does not cover. */
  private revealBelow({ x, y }: Point): void {
    const { host } = this.context;
    const seen = host.current?.viewport();
    if (seen) {
      const unit = (seen.bottom - seen.top) / Math.max(1, host.root.clientHeight);
      const covered = (this.root.offsetTop + this.root.offsetHeight) * unit;
      reveal(host.current, [
        { x, y },
        { x, y: y - covered }
      ]);
    }
  }
}

function field(hint: string, className: string): HTMLInputElement {
  const made = element('input', `graphsync-input ${className}`);
  made.type = 'search';
  made.placeholder = hint;
  made.setAttribute('aria-label', hint);
  return made;
}
