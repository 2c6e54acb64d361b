import type { ViewContext } from './context';
import type { DisplayState } from './display';
import { button, element } from './dom';
import { propertyTitle } from './looks/property_title';
import { optionsOf, propertyIdsOf } from './search/known_properties';

type Mapping = 'colorBy' | 'sizeBy' | 'labelBy';

const MAPPINGS: readonly { field: Mapping; title: string; none: string }[] = [
  { field: 'colorBy', title: 'Colour', none: 'by type' },
  { field: 'sizeBy', title: 'Size', none: 'by links' },
  { field: 'labelBy', title: 'Label', none: 'name' }
];

/** Chooses the properties that decide on the nodes' colour, size and label, for oneself. */
export class AppearanceCard {
  readonly root = element('section', 'graphsync-appearance');

  constructor(private readonly context: ViewContext) {
    this.root.hidden = true;
    this.root.setAttribute('aria-label', 'Appearance');
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.close();
        event.stopPropagation();
      }
    });
  }

  toggle(): void {
    if (this.root.hidden) {
      this.draw();
      this.root.hidden = false;
      this.root.querySelector('select')?.focus();
    } else {
      this.close();
    }
  }

  private close(): void {
    this.root.hidden = true;
    this.context.host.root.focus();
  }

  private draw(): void {
    const { display, scene } = this.context;
    const close = button('graphsync-icon-button', 'Close', '×', () => this.close());
    const head = element('header', '', element('strong', '', 'Appearance'), close);
    const ids = propertyIdsOf(scene.replica);
    const rows = MAPPINGS.map(({ field, title, none }) => {
      const choice = element('select', 'graphsync-input');
      const chosen = display.state[field] ?? '';
      const known = chosen === '' || ids.includes(chosen) ? ids : [...ids, chosen];
      const titleOf = (id: string): string => propertyTitle(scene.replica, id);
      choice.append(...optionsOf(none, known, titleOf));
      choice.value = chosen;
      choice.addEventListener('change', () => {
        const change: Partial<Pick<DisplayState, Mapping>> = { [field]: choice.value || undefined };
        display.change(change);
      });
      return element('label', '', element('span', '', title), choice);
    });
    const hint = element('p', 'graphsync-hint', 'Only you see this.');
    this.root.replaceChildren(head, ...rows, hint);
  }
}
