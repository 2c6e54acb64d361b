import type { Reply } from '../../core';
import type { Action } from '../actions';
import type { Nudge } from './nudge';
import type { EditingParts } from './parts';
import { stepSentences } from './step_sentences';

/** How one takes back one's own steps, and takes them again. */
export function stepActions({ context }: EditingParts, nudge: Nudge): Action[] {
  const { editor, messages, scene, session } = context;
  const tell = (direction: 'undo' | 'redo', ask: () => Promise<Reply>): void => {
    nudge.settle();
    ask().then(
      ({ result }) => {
        const { did, kept } = stepSentences(
          direction,
          result,
          scene.replica,
          session.store.clients
        );
        messages.say(did);
        if (kept !== undefined) {
          messages.say(kept, 'warning');
        }
      },
      // The editor reports what was refused.
      () => undefined
    );
  };
  return [
    {
      id: 'undo',
      label: 'Undo',
      icon: 'undo',
      keys: ['Mod+Z'],
      isEdit: true,
      isOffered: () => nudge.isMoving || session.store.steps.canUndo,
      run: () => tell('undo', () => editor.undo())
    },
    {
      id: 'redo',
      label: 'Redo',
      icon: 'redo',
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      isEdit: true,
      isOffered: () => session.store.steps.canRedo,
      run: () => tell('redo', () => editor.redo())
    }
  ];
}
