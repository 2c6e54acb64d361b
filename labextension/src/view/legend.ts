import { element } from './dom';
import type { Scene } from './scene';
import { shorten } from './text';

const MOST_SHOWN = 8;

/** Which colour is which blueprint type, where there is more than one. */
export class Legend {
  readonly root = element('ul', 'graphsync-legend');

  constructor() {
    this.root.setAttribute('aria-label', 'Types');
  }

  draw(scene: Scene): void {
    const types = scene.legend();
    this.root.hidden = types.length < 2;
    const rows = types.slice(0, MOST_SHOWN).map(({ title, color, count }) => {
      const dot = element('span', 'graphsync-dot');
      dot.style.setProperty('--graphsync-person', color);
      const number = element('span', 'graphsync-legend-count', String(count));
      return element('li', '', dot, shorten(title, 24), number);
    });
    this.root.replaceChildren(...rows);
  }
}
