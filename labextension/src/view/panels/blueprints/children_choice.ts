import { element } from '../../dom';
import { choiceField, tick } from './fields';
import type { KnownType } from './types_in';

/** Chooses which types the children of a type's nodes may have. */
export class ChildrenChoice {
  readonly root = element('div', 'graphsync-children-choice');
  readonly choice: HTMLSelectElement;
  private readonly list = element('div', 'graphsync-ticks');
  private readonly boxes = new Map<string, HTMLInputElement>();

  constructor(types: readonly KnownType[], allowed: readonly string[] | null) {
    this.choice = choiceField(
      [
        ['any', 'any type'],
        ['some', 'only these'],
        ['none', 'no children']
      ],
      allowed === null ? 'any' : allowed.length > 0 ? 'some' : 'none'
    );
    const titles = new Map(types.map(({ typeId, title }) => [typeId, title]));
    for (const typeId of new Set([...titles.keys(), ...(allowed ?? [])])) {
      const [label, box] = tick(titles.get(typeId) ?? typeId, allowed?.includes(typeId) ?? false);
      this.boxes.set(typeId, box);
      this.list.append(label);
    }
    this.choice.addEventListener('change', () => this.draw());
    this.root.append(this.choice, this.list);
    this.draw();
  }

  get value(): string[] | null {
    if (this.choice.value === 'any') {
      return null;
    }
    const ticked = [...this.boxes].filter(([, box]) => box.checked).map(([typeId]) => typeId);
    return this.choice.value === 'some' ? ticked : [];
  }

  private draw(): void {
    this.list.hidden = this.choice.value !== 'some';
  }
}
