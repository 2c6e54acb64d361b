import type { Panel } from './context';
import { element } from './dom';

/** What stands beside the canvas: one panel at a time, chosen by its tab. */
export class SidePanel {
  readonly root = element('div', 'graphsync-side');
  private readonly tabs = element('div', 'graphsync-tabs');
  private readonly byId = new Map<string, { tab: HTMLButtonElement; panel: Panel }>();
  private shown: string | undefined;

  constructor(panels: readonly Panel[]) {
    this.tabs.setAttribute('role', 'tablist');
    this.tabs.addEventListener('keydown', (event) => this.walk(event));
    this.root.append(this.tabs);
    panels.forEach((panel) => this.add(panel));
    this.show(panels[0]!.id);
  }

  /** The panel that is chosen. */
  get chosen(): string | undefined {
    return this.shown;
  }

  show(id: string): void {
    this.shown = id;
    for (const [otherId, { tab, panel }] of this.byId) {
      const isShown = otherId === id;
      tab.setAttribute('aria-selected', String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      panel.root.hidden = !isShown;
    }
    this.byId.get(id)?.panel.shown?.();
  }

  dispose(): void {
    this.byId.forEach(({ panel }) => panel.dispose());
  }

  private add(panel: Panel): void {
    const tab = element('button', 'graphsync-tab', panel.title);
    tab.type = 'button';
    tab.setAttribute('role', 'tab');
    tab.dataset['panel'] = panel.id;
    tab.addEventListener('click', () => this.show(panel.id));
    panel.root.setAttribute('role', 'tabpanel');
    panel.root.setAttribute('aria-label', panel.title);
    this.byId.set(panel.id, { tab, panel });
    this.tabs.append(tab);
    this.root.append(panel.root);
  }

  /** Arrows walk along the tabs, as they do in every tab list. */
  private walk(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by !== undefined) {
      const ids = [...this.byId.keys()];
      const next = (ids.indexOf(this.shown!) + by + ids.length) % ids.length;
      this.show(ids[next]!);
      this.byId.get(ids[next]!)!.tab.focus();
      event.preventDefault();
      event.stopPropagation();
    }
  }
}
