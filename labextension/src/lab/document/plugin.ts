import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { createToolbarFactory, IToolbarWidgetRegistry, WidgetTracker } from '@jupyterlab/apputils';
import { IDefaultDrive, type Contents } from '@jupyterlab/services';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { type Graphs, IGraphs } from '../graphs';
import { graphIcon } from '../icons';
import { GraphServer } from '../server';
import { GraphContents, PROVIDER_ID } from './contents';
import { GraphDocumentFactory } from './factory';
import { GraphModelFactory, MODEL_NAME } from './model';
import { addToolbarItems, FACTORY } from './toolbar';
import type { GraphDocument } from './widget';

const ID = 'jupyter-graphsync:document';
const FILE_TYPE = 'graphsync';

/** `*.graphsync` files: their type, and the tabs that they open in. */
export const documentPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Opens .graphsync files as live, shared graphs.',
  autoStart: true,
  requires: [IGraphs, IDefaultDrive],
  optional: [ILayoutRestorer, ISettingRegistry, IToolbarWidgetRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    graphs: Graphs,
    drive: Contents.IDrive,
    restorer: ILayoutRestorer | null,
    settings: ISettingRegistry | null,
    toolbars: IToolbarWidgetRegistry | null,
    translator: ITranslator | null
  ) => {
    const translation = translator ?? nullTranslator;
    const trans = translation.load('jupyter_graphsync');
    const { contents: manager, serverSettings } = app.serviceManager;
    const server = new GraphServer(serverSettings);
    const contents = new GraphContents(server, manager);
    drive.contentProviderRegistry?.register(PROVIDER_ID, contents);

    const canChooseTools = settings !== null && toolbars !== null;
    const factory = new GraphDocumentFactory(
      {
        name: FACTORY,
        label: trans.__('Graph'),
        modelName: MODEL_NAME,
        fileTypes: [FILE_TYPE],
        defaultFor: [FILE_TYPE],
        contentProviderId: PROVIDER_ID,
        translator: translation,
        ...(canChooseTools && {
          toolbarFactory: createToolbarFactory(toolbars, settings, FACTORY, ID, translation)
        })
      },
      { server, contents, manager, trans, hasToolbar: canChooseTools }
    );
    toolbars && addToolbarItems(toolbars, app.commands, graphs, trans);
    app.docRegistry.addFileType({
      name: FILE_TYPE,
      displayName: trans.__('Graph'),
      extensions: ['.graphsync'],
      mimeTypes: ['application/json'],
      fileFormat: 'text',
      contentType: 'file',
      icon: graphIcon
    });
    app.docRegistry.addModelFactory(new GraphModelFactory());
    app.docRegistry.addWidgetFactory(factory);

    const documents = new WidgetTracker<GraphDocument>({ namespace: 'graphsync-documents' });
    factory.widgetCreated.connect((_factory, document) => {
      graphs.add(document);
      document.context.pathChanged.connect(() => void documents.save(document));
      void documents.add(document);
    });
    void restorer?.restore(documents, {
      command: 'docmanager:open',
      args: ({ context }) => ({ path: context.path, factory: FACTORY }),
      name: ({ context }) => context.path
    });
  }
};
