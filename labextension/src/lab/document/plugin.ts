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
import type { GraphDocument } from './widget';

const ID = 'jupyter-graphsync:document';
/** Also the name under which the settings list the toolbar. */
const FACTORY = 'Graph';

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
    const server = new GraphServer(serverSettings, (id) => graphs.clientToken(id));
    const contents = new GraphContents(server, manager);
    drive.contentProviderRegistry?.register(PROVIDER_ID, contents);
    const toolbarFactory =
      toolbars && settings
        ? createToolbarFactory(toolbars, settings, FACTORY, ID, translation)
        : undefined;
    const factory = new GraphDocumentFactory(
      { ...FACTORY_OPTIONS, label: trans.__('Graph'), translator: translation, toolbarFactory },
      { server, contents, manager, trans }
    );
    app.docRegistry.addFileType({ ...FILE_TYPE, displayName: trans.__('Graph') });
    app.docRegistry.addModelFactory(new GraphModelFactory());
    app.docRegistry.addWidgetFactory(factory);
    track(factory, graphs, restorer);
  }
};

const FILE_TYPE = {
  name: 'graphsync',
  extensions: ['.graphsync'],
  mimeTypes: ['application/json'],
  fileFormat: 'text',
  contentType: 'file',
  icon: graphIcon
} as const;

const FACTORY_OPTIONS = {
  name: FACTORY,
  modelName: MODEL_NAME,
  fileTypes: [FILE_TYPE.name],
  defaultFor: [FILE_TYPE.name],
  contentProviderId: PROVIDER_ID
};

/** Makes documents known to the other plugins, and brings them back after a reload. */
function track(
  factory: GraphDocumentFactory,
  graphs: Graphs,
  restorer: ILayoutRestorer | null
): void {
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
