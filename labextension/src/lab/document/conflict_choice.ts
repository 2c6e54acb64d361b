import type { TranslationBundle } from '@jupyterlab/translation';
import { button, element } from '../dom';
import type { Take } from '../server';
import { diffLines } from './diff_lines';
import type { FileConflict } from './model';

/** Says that a file and its live graph went different ways, and lets one choose what holds. */
export function conflictChoice(
  conflict: FileConflict,
  trans: TranslationBundle,
  chosen: (take: Take) => void
): HTMLElement {
  const choice = (take: Take, label: string, caption: string): HTMLElement => {
    const look = take === 'merge' ? 'jp-mod-styled jp-mod-accept' : 'jp-mod-styled';
    const made = button(look, label, () => chosen(take));
    made.title = caption;
    made.dataset['take'] = take;
    return made;
  };
  const asked = element(
    'div',
    'graphsync-conflict',
    element('strong', '', trans.__('The file was changed outside of this session.')),
    element(
      'p',
      '',
      trans.__('Choose what holds from now on. What it changes in the graph can be undone.')
    ),
    ...diffList(diffLines(conflict.details, trans)),
    choice(
      'merge',
      trans.__('Merge both'),
      trans.__('Bring what the file has into the live graph')
    ),
    choice('live', trans.__('Keep the live graph'), trans.__('Write it over the file')),
    choice('file', trans.__('Take the file'), trans.__('Make the live graph as the file is'))
  );
  asked.setAttribute('role', 'group');
  asked.setAttribute('aria-label', trans.__('The file changed'));
  return asked;
}

function diffList(lines: readonly string[]): HTMLElement[] {
  const rows = lines.map((line) => element('li', '', line));
  return rows.length > 0 ? [element('ul', 'graphsync-conflict-diff', ...rows)] : [];
}
