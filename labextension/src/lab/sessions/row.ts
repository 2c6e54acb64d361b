import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon, fileIcon } from '@jupyterlab/ui-components';
import { button, element } from '../dom';
import { graphIcon } from '../icons';
import type { SessionDescription } from '../server';

export interface RowActions {
  open(session: SessionDescription): void;
  end(session: SessionDescription): void;
}

/** One session of the list: its name, who is there, how large it is, where it is saved. */
export function sessionRow(
  session: SessionDescription,
  trans: TranslationBundle,
  actions: RowActions
): HTMLLIElement {
  const { session_id, title, path } = session;
  const open = button('graphsync-session-open', '', () => actions.open(session));
  open.dataset['sessionId'] = session_id;
  open.title = trans.__('Open session %1', session_id);
  const text = element(
    'span',
    'graphsync-session-text',
    element('span', 'graphsync-session-name', title || session_id),
    element('span', 'graphsync-session-detail', details(session, trans)),
    ...(path ? [element('span', 'graphsync-session-detail', path)] : [])
  );
  const icon = path ? fileIcon : graphIcon;
  open.append(icon.element({ tag: 'span', stylesheet: 'runningItem' }), text);
  const end = button('graphsync-session-end', '', () => actions.end(session));
  end.title = trans.__('End session "%1"…', session_id);
  end.setAttribute('aria-label', end.title);
  end.append(closeIcon.element({ tag: 'span' }));
  return element('li', 'graphsync-session', open, end);
}

function details(session: SessionDescription, trans: TranslationBundle): string {
  const { session_id, title, seq, client_count, node_count, link_count } = session;
  const id = title && title !== session_id ? [session_id] : [];
  const here = client_count > 0 ? [trans._n('%1 here', '%1 here', client_count, client_count)] : [];
  const sizes =
    node_count === undefined
      ? [trans._n('%1 change', '%1 changes', seq, seq)]
      : [
          trans._n('%1 node', '%1 nodes', node_count, node_count),
          trans._n('%1 link', '%1 links', link_count ?? 0, link_count ?? 0)
        ];
  return [...id, ...here, ...sizes].join(' · ');
}
