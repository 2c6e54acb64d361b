import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { element } from '../dom';
import type { SessionDescription } from '../server';
import type { SessionDirectory } from './directory';
import { type RowActions, sessionRow } from './row';

/** The sessions of this server as a list, with a filter: arrows walk, Enter opens, Delete ends. */
export class SessionList extends Widget {
  private readonly filter = element('input', 'jp-mod-styled graphsync-sessions-filter');
  private readonly rows = element('ul', 'graphsync-sessions-rows');
  private readonly hint = element('p', 'graphsync-sessions-hint');
  private stop: (() => void) | undefined;

  constructor(
    private readonly directory: SessionDirectory,
    private readonly trans: TranslationBundle,
    private readonly actions: RowActions
  ) {
    super();
    this.addClass('graphsync-sessions');
    this.filter.type = 'search';
    this.filter.placeholder = trans.__('Filter sessions');
    this.filter.setAttribute('aria-label', trans.__('Filter sessions'));
    this.filter.addEventListener('input', () => this.draw());
    this.rows.setAttribute('aria-label', trans.__('Graph sessions'));
    this.rows.addEventListener('keydown', (event) => this.press(event));
    this.hint.setAttribute('role', 'status');
    this.node.append(this.filter, this.rows, this.hint);
    directory.changed.connect(() => this.draw());
    this.draw();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this.stop ??= this.directory.watch();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.stop ??= this.directory.watch();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.stop?.();
    this.stop = undefined;
  }

  protected override onActivateRequest(): void {
    (this.opens()[0] ?? this.filter).focus();
  }

  private draw(): void {
    const { sessions } = this.directory;
    const focused = this.focused()?.dataset['sessionId'];
    const shown = sessions.filter((session) => this.isWanted(session));
    this.rows.replaceChildren(
      ...shown.map((session) => sessionRow(session, this.trans, this.actions))
    );
    this.hint.textContent = this.hintFor(sessions.length, shown.length);
    this.hint.hidden = this.hint.textContent === '';
    this.filter.hidden = sessions.length === 0;
    this.opens()
      .find((open) => open.dataset['sessionId'] === focused)
      ?.focus();
  }

  private hintFor(all: number, shown: number): string {
    if (this.directory.problem !== undefined) {
      return this.trans.__('The sessions cannot be listed: %1', this.directory.problem);
    }
    if (all === 0) {
      return this.trans.__(
        'No sessions yet. Make a new graph above, or connect from a notebook: gs.connect("my-graph").'
      );
    }
    return shown === 0 ? this.trans.__('No session has this in its name.') : '';
  }

  private isWanted({ session_id, title, path }: SessionDescription): boolean {
    const text = this.filter.value.trim().toLowerCase();
    return [session_id, title, path ?? ''].some((name) => name.toLowerCase().includes(text));
  }

  private opens(): HTMLButtonElement[] {
    return [...this.rows.querySelectorAll<HTMLButtonElement>('.graphsync-session-open')];
  }

  private focused(): HTMLButtonElement | undefined {
    return this.opens().find((open) => open === document.activeElement);
  }

  private press(event: KeyboardEvent): void {
    const opens = this.opens();
    const focused = this.focused();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!focused || (by === undefined && event.key !== 'Delete')) {
      return;
    }
    event.preventDefault();
    if (by === undefined) {
      focused.parentElement!.querySelector<HTMLElement>('.graphsync-session-end')!.click();
    } else {
      opens[opens.indexOf(focused) + by]?.focus();
    }
  }
}
