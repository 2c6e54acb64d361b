import type { Action } from './actions';
import type { ViewContext } from './context';
import { toSVG } from './drawing/svg_text';
import { element } from './dom';
import { readTheme } from './theme';

const KEPT_MS = 60_000;

/** Hands out the picture as a file: as it is drawn here, the whole graph, whatever is in sight. */
export function exportActions({ host, scene, session, messages }: ViewContext): Action[] {
  const hasNodes = (): boolean => scene.replica.nodes.size > 0;
  const nameOf = (ending: string): string =>
    `${session.store.settings.title || session.sessionId}.${ending}`;
  return [
    {
      id: 'export-png',
      label: 'Download as PNG',
      icon: 'download',
      isEnabled: () => hasNodes() && host.current !== undefined,
      run: () => {
        host.current?.toPNG('whole').then(
          (blob) => download(blob, nameOf('png')),
          (error: Error) => messages.say(`No picture could be made: ${error.message}`, 'error')
        );
      }
    },
    {
      id: 'export-svg',
      label: 'Download as SVG',
      icon: 'download',
      isEnabled: hasNodes,
      run: () => {
        const text = toSVG(scene, readTheme(host.root));
        download(new Blob([text], { type: 'image/svg+xml' }), nameOf('svg'));
      }
    }
  ];
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = element('a', '');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
