import type { CommandRegistry } from '@lumino/commands';
import type { Graphs } from '../graphs';

const PAUSE_MS = 80;

/**
 * Tells buttons and menus when a command became possible or visible, or is not any more. A busy
 * graph changes many times a second: it looks a few times a second, and tells only what is new.
 */
export function announceChanges(
  commands: CommandRegistry,
  graphs: Graphs,
  ids: readonly string[]
): void {
  const told = new Map<string, string>();
  let isWaiting = false;
  const look = (): void => {
    isWaiting = false;
    for (const id of ids) {
      const now = `${commands.isVisible(id)} ${commands.isEnabled(id)}`;
      if (told.get(id) !== now) {
        told.set(id, now);
        commands.notifyCommandChanged(id);
      }
    }
  };
  graphs.changed.connect(() => {
    if (!isWaiting) {
      isWaiting = true;
      setTimeout(look, PAUSE_MS);
    }
  });
}
