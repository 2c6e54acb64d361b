import type { ViewContext } from '../../context';
import { element } from '../../dom';
import { typesIn } from '../blueprints/types_in';

const STRUCTURES = new Map([
  ['tree', 'tree: one parent each, no circles'],
  ['dag', 'several parents, no circles'],
  ['graph', 'any links']
]);

/** What is known about the session, while nothing is selected. */
export class SessionFacts {
  readonly root = element('div', 'graphsync-facts');

  constructor(private readonly context: ViewContext) {
    this.draw();
  }

  draw(): void {
    const { session, scene } = this.context;
    const { settings } = session.store;
    const { replica } = scene;
    const facts: [string, string][] = [
      ['Session', session.sessionId],
      ['Nodes', replica.nodes.size.toLocaleString('en')],
      ['Links', replica.linkCount.toLocaleString('en')],
      ['Structure', STRUCTURES.get(settings.structure) ?? settings.structure],
      ['Types', settings.strict_blueprints ? 'defined ones only' : 'any']
    ];
    const rows = facts.flatMap(([title, fact]) => [
      element('dt', '', title),
      element('dd', '', fact)
    ]);
    const types = typesIn(scene).map(({ title, color, count }) => {
      const dot = element('span', 'graphsync-dot');
      dot.style.setProperty('--graphsync-person', color);
      const number = element('span', 'graphsync-legend-count', count.toLocaleString('en'));
      return element('li', '', dot, element('span', 'graphsync-type-title', title), number);
    });
    this.root.replaceChildren(
      element('strong', 'graphsync-inspector-name', settings.title || session.sessionId),
      element('p', 'graphsync-hint', 'Select a node or a link to see and edit its properties.'),
      element('dl', 'graphsync-plain', ...rows),
      element('ul', 'graphsync-type-counts', ...types)
    );
  }
}
