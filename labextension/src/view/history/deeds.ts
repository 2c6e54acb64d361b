import type { HistoryClient, Moment } from '../../core';
import type { ViewContext } from '../context';
import type { HistoryAccess } from '../history_access';
import type { MenuItem } from '../menu/menu_item';
import { counted } from '../text';
import type { Journey } from './journey';
import { momentItems } from './moment_items';
import { askForName } from './name_field';
import { momentText, timeAt } from './times';

export interface DeedParts {
  readonly context: ViewContext;
  readonly access: HistoryAccess;
  readonly client: HistoryClient;
  readonly journey: Journey;
  /** Whether one may write here, at other times than the past. */
  readonly mayWrite: () => boolean;
}

/** What one can do about a moment: restore it, name it, link to it, begin another session there. */
export class Deeds {
  constructor(private readonly parts: DeedParts) {}

  get canRestore(): boolean {
    return this.parts.mayWrite();
  }

  /** The moments that have a name, oldest first. */
  get moments(): readonly Moment[] {
    return this.parts.context.session.store.settings.moments;
  }

  /** Makes the graph, or what is selected of it, what it was at the moment that is shown. */
  async restore(what: 'all' | 'selected'): Promise<void> {
    const { context, client, journey } = this.parts;
    const { selection, messages } = context;
    const { at } = journey;
    if (at === undefined) {
      return;
    }
    const nodeIds = what === 'all' ? undefined : [...selection.nodeIds];
    const are = nodeIds ? `${counted(nodeIds.length, 'node')} restored` : 'The graph is restored';
    const time = momentText(journey.time ?? '');
    await this.attempt(async () => {
      await client.restore(at, nodeIds);
      journey.back();
      messages.say(`${are} as on ${time}. Undo takes that back.`);
    });
  }

  momentItems(anchor: HTMLElement): MenuItem[] {
    const { journey, client, context, mayWrite } = this.parts;
    const at = this.seq;
    const timeOf = ({ seq, timestamp }: Moment): string =>
      momentText(timestamp ?? timeAt(journey.data?.buckets ?? [], seq) ?? '');
    return momentItems(this.moments, at, mayWrite(), timeOf, {
      go: (seq) => journey.goBy(seq),
      name: () => {
        const value = this.moments.find(({ seq }) => seq === at)?.name ?? '';
        const taken = (name: string): void => void this.attempt(() => client.nameMoment(at, name));
        askForName(context.root, { label: 'Name of this moment', value, anchor, taken });
      },
      forget: (seq) => void this.attempt(() => client.forgetMoment(seq))
    });
  }

  restoreItems(): MenuItem[] {
    const { actions, selection } = this.parts.context;
    const { size } = selection.nodeIds;
    return [
      {
        label: 'The whole graph as it was',
        isDisabled: !actions.isEnabled('restore-moment'),
        run: () => actions.run('restore-moment')
      },
      {
        label: size > 0 ? `${counted(size, 'selected node')} as then` : 'Selected nodes as then',
        hint: 'Their names, types and properties, and the links among them',
        isDisabled: !actions.isEnabled('restore-selected'),
        run: () => actions.run('restore-selected')
      }
    ];
  }

  moreItems(): MenuItem[] {
    return [
      { label: 'Copy a link to this moment', icon: 'link', run: () => void this.copyLink() },
      { label: 'New session from this moment', icon: 'add', run: () => void this.branch() }
    ];
  }

  private get seq(): number {
    const { at, head } = this.parts.journey;
    return at ?? head;
  }

  private async copyLink(): Promise<void> {
    const { context, access } = this.parts;
    const { messages, session } = context;
    const link = access.link(session.sessionId, this.seq);
    try {
      await navigator.clipboard.writeText(link);
      messages.say('The link is copied. It shows the graph as it was at this moment.');
    } catch {
      messages.say(`This page may not copy. The link is ${link}`, 'warning');
    }
  }

  private async branch(): Promise<void> {
    const { context, client, access, journey } = this.parts;
    const { messages, session } = context;
    const title = session.store.settings.title || session.sessionId;
    const time = journey.time ? momentText(journey.time) : 'a copy';
    await this.attempt(async () => {
      const made = await client.branch(this.seq, `${title} (${time})`);
      messages.say(`The session '${made}' begins with what was here at that moment.`);
      access.openSession?.(made);
    });
  }

  private async attempt(deed: () => Promise<unknown>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.parts.context.messages.say(message, 'error');
    }
  }
}
