import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

const ENDING = '.graphsync';

/** Asks where to write a graph, and whether over what is there. */
export async function askForPath(
  text: string,
  files: Pick<Contents.IManager, 'get'>,
  trans: TranslationBundle
): Promise<string | undefined> {
  const { value } = await InputDialog.getText({
    title: trans.__('Save Graph As…'),
    label: trans.__('Path'),
    text,
    selectionRange: text.length - ENDING.length,
    okLabel: trans.__('Save')
  });
  if (!value) {
    return undefined;
  }
  const path = value.endsWith(ENDING) ? value : `${value}${ENDING}`;
  return path === text || (await mayWrite(path, files, trans)) ? path : undefined;
}

async function mayWrite(
  path: string,
  files: Pick<Contents.IManager, 'get'>,
  trans: TranslationBundle
): Promise<boolean> {
  try {
    await files.get(path, { content: false });
  } catch {
    return true;
  }
  const { button } = await showDialog({
    title: trans.__('Overwrite the file?'),
    body: trans.__('"%1" is there already.', path),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Overwrite') })
    ]
  });
  return button.accept;
}
