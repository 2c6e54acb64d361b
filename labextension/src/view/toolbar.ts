import type { Actions } from './actions';
import { button, element } from './dom';
import { icon } from './icons';
import { keysText } from './keys';

/** A row of buttons, each for an action; what is not possible at the moment cannot be pressed. */
export class Toolbar {
  readonly root = element('div', 'graphsync-toolbar');
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private readonly stop: () => void;

  constructor(
    private readonly actions: Actions,
    ids: readonly string[]
  ) {
    this.root.setAttribute('role', 'toolbar');
    this.root.setAttribute('aria-label', 'Graph');
    ids.forEach((id) => this.add(id));
    this.stop = actions.changed.connect(() => this.draw());
    this.draw();
  }

  dispose(): void {
    this.stop();
  }

  private add(id: string): void {
    const action = this.actions.get(id)!;
    const keys = action.keys?.[0];
    const label = keys === undefined ? action.label : `${action.label} (${keysText(keys)})`;
    const made = button('graphsync-tool', label, '', () => this.actions.run(id));
    made.append(action.icon ? icon(action.icon) : action.label);
    made.dataset['action'] = id;
    this.buttons.set(id, made);
    this.root.append(made);
  }

  private draw(): void {
    this.buttons.forEach((made, id) => {
      made.disabled = !this.actions.isEnabled(id);
    });
  }
}
