import { hasFocus } from '../../focus';
import type { Drafts } from './drafts';
import type { Parsed } from './value_kind';

export type TextInput = HTMLInputElement | HTMLTextAreaElement;

/** How a property's value stands in an input, and is read from it. */
export interface Codec {
  write(value: unknown): string;
  parse(text: string): Parsed;
}

/** Binds an input to a property that is being edited: what is typed is sent when one leaves it. */
export class DraftField {
  /** Why what stands in the input is no value; it is not sent then. */
  problem: string | undefined;
  private readonly hint: string;

  constructor(
    private readonly drafts: Drafts,
    private readonly propertyId: string,
    readonly input: TextInput,
    private readonly codec: Codec
  ) {
    this.hint = input.placeholder;
    input.addEventListener('focus', () => drafts.begin(propertyId));
    input.addEventListener('input', () => this.typed());
    input.addEventListener('blur', () => this.left());
    input.addEventListener('keydown', (event) => this.pressed(event as KeyboardEvent));
    this.draw();
  }

  /** Shows the value, but never over what somebody is typing. */
  draw(): void {
    const { value, isMixed } = this.drafts.state(this.propertyId);
    this.input.placeholder = isMixed ? 'several values' : this.hint;
    if (this.problem === undefined && !hasFocus(this.input)) {
      this.show(value);
    }
  }

  private show(value: unknown): void {
    const text = this.codec.write(value);
    if (this.input.value !== text) {
      this.input.value = text;
    }
  }

  private typed(): void {
    const parsed = this.codec.parse(this.input.value);
    this.problem = 'problem' in parsed ? parsed.problem : undefined;
    if ('value' in parsed) {
      this.drafts.write(this.propertyId, parsed.value);
    } else {
      this.drafts.changed.emit();
    }
  }

  private left(): void {
    if (this.problem === undefined) {
      this.drafts.leave(this.propertyId);
    }
  }

  private pressed(event: KeyboardEvent): void {
    const isLong =
      this.input instanceof HTMLTextAreaElement && this.input.dataset['long'] === 'yes';
    const isDone =
      event.key === 'Enter' && (isLong ? event.ctrlKey || event.metaKey : !event.shiftKey);
    if (isDone && !event.isComposing) {
      event.preventDefault();
      this.left();
      // Still in the field, one goes on from what was sent.
      this.drafts.begin(this.propertyId);
    } else if (event.key === 'Escape') {
      this.problem = undefined;
      this.drafts.cancel(this.propertyId);
      this.drafts.begin(this.propertyId);
      this.show(this.drafts.state(this.propertyId).value);
      event.stopPropagation();
    }
  }
}
