import { ABCWidgetFactory, type DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { GraphPanel } from '../graph_panel';
import { graphIcon } from '../icons';
import type { GraphServer } from '../server';
import type { GraphContents } from './contents';
import type { GraphModel } from './model';
import { askForPath } from './save_as';
import { GraphDocument } from './widget';

export interface GraphDocumentParts {
  server: GraphServer;
  contents: GraphContents;
  manager: Contents.IManager;
  trans: TranslationBundle;
}

/** Makes the tabs of `.graphsync` files. */
export class GraphDocumentFactory extends ABCWidgetFactory<GraphDocument, GraphModel> {
  /** Where no settings say what the toolbar holds, the view keeps its own. */
  private readonly hasToolbar: boolean;

  constructor(
    options: DocumentRegistry.IWidgetFactoryOptions<GraphDocument>,
    private readonly parts: GraphDocumentParts
  ) {
    super(options);
    this.hasToolbar = options.toolbarFactory !== undefined;
  }

  protected createNewWidget(context: DocumentRegistry.IContext<GraphModel>): GraphDocument {
    const { server, contents, trans } = this.parts;
    // JupyterLab's own would not ask the provider of the content, and write what the model holds.
    context.saveAs = () => this.saveAs(context);
    const content = new GraphPanel({ settings: server.settings, hasOwnToolbar: this.hasToolbar });
    const document = new GraphDocument({ content, context, server, contents, trans });
    document.title.icon = graphIcon;
    return document;
  }

  private async saveAs(context: DocumentRegistry.IContext<GraphModel>): Promise<boolean> {
    const { contents, manager, trans } = this.parts;
    await context.ready;
    const { openedFile } = context.model;
    const path = await askForPath(context.localPath, manager, trans);
    if (!path || !openedFile || 'conflict' in openedFile) {
      return false;
    }
    await contents.saveAs(openedFile.session_id, context.localPath, path);
    return true;
  }
}
