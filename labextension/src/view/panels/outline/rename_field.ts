import { element } from '../../dom';
import { ROW_HEIGHT } from './row_view';

/** Writes a new name in the place of a row's; Enter and leaving take it, Escape does not. */
export class RenameField {
  readonly root = element('input', 'graphsync-input graphsync-outline-rename');
  private isDone = false;

  constructor(
    name: string,
    private readonly done: (name: string | undefined, isByKey: boolean) => void
  ) {
    this.root.value = name;
    this.root.setAttribute('aria-label', 'Name');
    this.root.addEventListener('blur', () => this.finish(this.root.value, false));
    this.root.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter' && !event.isComposing) {
        this.finish(this.root.value, true);
      } else if (event.key === 'Escape') {
        this.finish(undefined, true);
      }
    });
  }

  begin(home: HTMLElement, index: number): void {
    this.moveTo(index);
    home.append(this.root);
    this.root.focus();
    this.root.select();
  }

  moveTo(index: number): void {
    this.root.style.top = `${index * ROW_HEIGHT}px`;
  }

  private finish(name: string | undefined, isByKey: boolean): void {
    if (!this.isDone) {
      this.isDone = true;
      this.root.remove();
      this.done(name, isByKey);
    }
  }
}
