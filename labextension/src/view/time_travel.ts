import type { Session } from '../core';
import type { Action } from './actions';
import type { ViewContext } from './context';
import { element } from './dom';
import type { Timeline } from './history/timeline';
import type { HistoryAccess } from './history_access';
import { latePart } from './late_part';

/** Why nothing can be edited while the past is shown. */
export const EDIT_NOT_NOW =
  'This is the past, which cannot be edited. Go back to now (Esc), or restore this moment.';

const NO_WAY = 'The history comes from the Jupyter server, which this page does not reach.';

/** The way to a session's past. The line along which one goes is loaded when it is asked for. */
export class TimeTravel {
  /** Where the line stands: below the graph. */
  readonly root = element('div', 'graphsync-time');
  private timeline: Promise<Timeline> | undefined;
  private opened: Timeline | undefined;
  private isGone = false;

  constructor(
    private readonly context: ViewContext,
    private readonly access: HistoryAccess | undefined,
    private readonly isReadOnly: boolean
  ) {}

  /** Shows the session as it was after a commit. */
  async showMoment(seq: number): Promise<void> {
    const timeline = await this.load();
    timeline?.open();
    // Until now has come, every moment seems to lie in the future.
    await live(this.context.session.connection);
    timeline?.journey.go(seq);
  }

  actions(): Action[] {
    const { shown } = this.context;
    const isOpen = (): boolean => this.opened?.isOpen ?? false;
    const isPast = (): boolean => shown.isPast;
    const journey = () => this.opened?.journey;
    return [
      {
        id: 'show-history',
        label: 'History',
        hint: 'See how the graph was, and restore what it was',
        icon: 'clock',
        keys: ['H'],
        isOn: isOpen,
        run: () => void this.toggle()
      },
      {
        id: 'back-to-now',
        label: 'Back to now',
        keys: ['Escape'],
        isEnabled: isPast,
        run: () => journey()?.back()
      },
      {
        id: 'previous-commit',
        label: 'To the change before',
        icon: 'previous',
        keys: [','],
        isEnabled: isOpen,
        run: () => void journey()?.step('previous')
      },
      {
        id: 'next-commit',
        label: 'To the next change',
        icon: 'next',
        keys: ['.'],
        isEnabled: isPast,
        run: () => void journey()?.step('next')
      },
      {
        id: 'play-history',
        label: 'Play the history',
        icon: 'play',
        keys: ['K'],
        isEnabled: isOpen,
        run: () => journey()?.togglePlay()
      },
      {
        id: 'restore-moment',
        label: 'Restore the whole graph as it was',
        isEnabled: () => isPast() && this.opened!.deeds.canRestore,
        run: () => void this.opened?.deeds.restore('all')
      },
      {
        id: 'restore-selected',
        label: 'Restore the selected nodes as they were',
        isEnabled: () =>
          isPast() && this.opened!.deeds.canRestore && this.context.selection.nodeIds.size > 0,
        run: () => void this.opened?.deeds.restore('selected')
      }
    ];
  }

  dispose(): void {
    this.isGone = true;
    this.opened?.dispose();
  }

  private async toggle(): Promise<void> {
    if (this.opened?.isOpen) {
      return this.opened.close();
    }
    const timeline = await this.load();
    timeline?.open();
  }

  private async load(): Promise<Timeline | undefined> {
    const { session, messages } = this.context;
    if (!this.access || session.via !== undefined) {
      messages.say(NO_WAY, 'warning');
      return undefined;
    }
    try {
      this.timeline ??= this.make(this.access);
      return await this.timeline;
    } catch (error) {
      this.timeline = undefined;
      const why = error instanceof Error ? error.message : String(error);
      messages.say(`The history cannot be shown. ${why}`, 'error');
      return undefined;
    }
  }

  private async make(access: HistoryAccess): Promise<Timeline> {
    const { Timeline } = await latePart(() => import('./history/timeline'));
    const mayWrite = (): boolean => this.context.editor.canWrite && !this.isReadOnly;
    const timeline = new Timeline(this.context, access, mayWrite);
    this.opened = timeline;
    if (this.isGone) {
      timeline.dispose();
    } else {
      this.root.append(timeline.root);
    }
    return timeline;
  }
}

function live({ state, stateChanged }: Session['connection']): Promise<void> {
  return new Promise((resolve) => {
    if (state.kind === 'live') {
      return resolve();
    }
    const stop = stateChanged.connect(({ kind }) => {
      if (kind === 'live') {
        stop();
        resolve();
      }
    });
  });
}
