import { button, element } from '../../dom';
import { valueText } from '../../text';
import type { Conflict, Drafts, FieldState } from './drafts';

/** Says what somebody else did to a property that is edited here. */
export function conflictText({ by, theirs }: Conflict): string {
  const who = by || 'Somebody';
  return theirs.kind === 'same'
    ? `${who} changed this to ${valueText(theirs.value) || 'an empty text'}.`
    : `${who} removed this.`;
}

/** What is to be said below a field: why it was not taken, or who changed it meanwhile. */
export class FieldNotes {
  readonly root = element('div', 'graphsync-notes');
  private told = '';

  constructor(
    private readonly drafts: Drafts,
    private readonly propertyId: string
  ) {
    this.root.setAttribute('aria-live', 'polite');
  }

  draw(state: FieldState, ownProblem?: string): void {
    const { problem, conflict } = state;
    const text = conflict ? conflictText(conflict) : (ownProblem ?? problem?.message ?? '');
    const key = `${conflict ? 'conflict' : 'problem'} ${text}`;
    if (key !== this.told) {
      this.told = key;
      this.root.replaceChildren(...(text ? [this.note(text, conflict !== undefined)] : []));
    }
  }

  private note(text: string, isConflict: boolean): HTMLElement {
    if (!isConflict) {
      return element('p', 'graphsync-problem', text);
    }
    const keep = button('graphsync-button', 'Keep mine', 'Keep mine', () =>
      this.drafts.keepMine(this.propertyId)
    );
    const take = button('graphsync-button', 'Take theirs', 'Take theirs', () =>
      this.drafts.cancel(this.propertyId)
    );
    const choice = element('div', 'graphsync-choice', keep, take);
    return element('div', 'graphsync-conflict', element('span', '', text), choice);
  }
}
