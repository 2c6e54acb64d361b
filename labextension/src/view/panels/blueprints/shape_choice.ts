import { element } from '../../dom';
import { SHAPES, isShape } from '../../looks/shapes';
import { choiceField, textField } from './fields';

const LETTERS = 'letters';

/** Chooses how nodes of a type are drawn: a shape, or a circle with up to two letters. */
export class ShapeChoice {
  readonly root = element('div', 'graphsync-row');
  readonly choice: HTMLSelectElement;
  private readonly letters: HTMLInputElement;

  constructor(private readonly icon: string | undefined) {
    const isLetters = icon !== undefined && !isShape(icon);
    this.choice = choiceField(
      [['', 'by itself'], ...SHAPES.map((shape) => [shape, shape] as const), [LETTERS, 'letters']],
      isLetters ? LETTERS : (icon ?? '')
    );
    this.letters = textField(isLetters ? icon : '', 'AB');
    this.letters.setAttribute('aria-label', 'One or two letters');
    this.choice.addEventListener('change', () => this.draw());
    this.root.append(this.choice, this.letters);
    this.draw();
  }

  get value(): string | undefined {
    const chosen = this.choice.value;
    return (chosen === LETTERS ? this.letters.value.trim() : chosen) || undefined;
  }

  get problem(): string | undefined {
    const { value } = this;
    const isTooLong =
      this.choice.value === LETTERS &&
      value !== undefined &&
      value !== this.icon &&
      [...new Intl.Segmenter().segment(value)].length > 2;
    return isTooLong ? 'Write one or two letters, or an emoji.' : undefined;
  }

  private draw(): void {
    this.letters.hidden = this.choice.value !== LETTERS;
  }
}
