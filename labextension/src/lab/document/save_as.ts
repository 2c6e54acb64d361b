import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { PROVIDER_ID } from './contents';
import type { GraphModel } from './model';

/**
 * Asks for a path and has the session written there. JupyterLab's own Save As does not ask the
 * provider of the content, and would write down what stands in the model.
 */
export async function saveGraphAs(
  context: DocumentRegistry.IContext<GraphModel>,
  contents: Contents.IManager,
  trans: TranslationBundle
): Promise<boolean> {
  await context.ready;
  const path = await askForPath(context.localPath, trans);
  if (!path || (path !== context.path && !(await mayWrite(path, contents, trans)))) {
    return false;
  }
  if (path === context.path) {
    await context.save();
  } else {
    const content = context.model.toString();
    const options = { type: 'file', format: 'text', content, contentProviderId: PROVIDER_ID };
    await contents.save(path, options as Contents.IContentProvisionOptions);
  }
  return true;
}

/** Asks where to write a graph. */
export async function askForPath(text: string, trans: TranslationBundle): Promise<string | null> {
  const { value } = await InputDialog.getText({
    title: trans.__('Save Graph As…'),
    label: trans.__('Path'),
    text,
    okLabel: trans.__('Save')
  });
  return value && (value.endsWith('.graphsync') ? value : `${value}.graphsync`);
}

async function mayWrite(
  path: string,
  contents: Contents.IManager,
  trans: TranslationBundle
): Promise<boolean> {
  try {
    await contents.get(path, { content: false });
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
