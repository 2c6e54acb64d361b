import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, Dialog, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { saveIcon } from '@jupyterlab/ui-components';
import { COMMANDS } from '../command_ids';
import { askForPath } from '../document/save_as';
import { GraphDocument } from '../document/widget';
import type { Graphs, GraphTab } from '../graphs';
import { GraphServer } from '../server';
import { askForFormat, exportGraph, FORMATS } from './export';

/** The commands about the session of the graph in front, or of one that is named. */
export class SessionCommands {
  private readonly server: GraphServer;

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly graphs: Graphs,
    private readonly trans: TranslationBundle
  ) {
    this.server = new GraphServer(app.serviceManager.serverSettings, (id) =>
      graphs.clientToken(id)
    );
  }

  add(): string[] {
    const { commands } = this.app;
    const { trans } = this;
    const isThere = (): boolean => this.graphs.currentGraph !== undefined;
    commands.addCommand(COMMANDS.save, {
      label: trans.__('Save Graph'),
      caption: trans.__('Write the graph to its file'),
      icon: saveIcon,
      describedBy: { args: NO_ARGUMENTS },
      isEnabled: isThere,
      // JupyterLab's own command stands in the palette already where there is a file.
      isVisible: ({ isPalette }) => !isPalette || !(this.graphs.current instanceof GraphDocument),
      execute: () => this.save()
    });
    commands.addCommand(COMMANDS.export, {
      label: trans.__('Export Graph…'),
      caption: trans.__('Hand out the graph as a picture or in another format'),
      describedBy: { args: EXPORT_ARGUMENTS },
      isEnabled: isThere,
      execute: ({ format }) => this.export(format)
    });
    commands.addCommand(COMMANDS.copyId, {
      label: trans.__('Copy Session Id'),
      caption: trans.__('Copy the id by which notebooks join this session'),
      describedBy: { args: SESSION_ARGUMENTS },
      isEnabled: ({ session_id }) => session_id !== undefined || isThere(),
      execute: ({ session_id }) => Clipboard.copyToSystem(this.named(session_id) ?? '')
    });
    commands.addCommand(COMMANDS.end, {
      label: trans.__('End Session…'),
      caption: trans.__('End the session for everyone, for good'),
      describedBy: { args: SESSION_ARGUMENTS },
      isEnabled: ({ session_id }) => session_id !== undefined || isThere(),
      execute: ({ session_id }) => this.end(this.named(session_id))
    });
    return [COMMANDS.save, COMMANDS.export, COMMANDS.copyId, COMMANDS.end];
  }

  private named(sessionId: unknown): string | undefined {
    return typeof sessionId === 'string' ? sessionId : this.graphs.current?.content.sessionId;
  }

  private async save(): Promise<void> {
    const tab = this.graphs.current;
    if (tab instanceof GraphDocument) {
      await this.app.commands.execute('docmanager:save');
    } else if (tab) {
      await this.saveSession(tab);
    }
  }

  /** A session without a file is asked where to. */
  private async saveSession({ content }: GraphTab): Promise<void> {
    const { sessionId } = content;
    const { contents } = this.app.serviceManager;
    const { project } = await this.server.describe(sessionId);
    const path =
      project?.path ?? (await askForPath(`${sessionId}.graphsync`, contents, this.trans));
    if (path !== undefined) {
      await (project ? this.server.save(sessionId) : this.server.saveAs(sessionId, path));
      content.graph?.view.context.messages.say(this.trans.__('Saved to %1', path));
    }
  }

  private async export(told: unknown): Promise<void> {
    const graph = this.graphs.currentGraph;
    if (graph) {
      const format = typeof told === 'string' ? told : await askForFormat(graph, this.trans);
      if (format) {
        await exportGraph(graph, this.server, format);
      }
    }
  }

  private async end(sessionId: string | undefined): Promise<void> {
    if (sessionId === undefined || !(await this.isSure(sessionId))) {
      return;
    }
    try {
      await this.server.end(sessionId);
      this.graphs.tabsChanged.emit();
    } catch (error) {
      void showErrorMessage(this.trans.__('The session goes on'), error as Error);
    }
  }

  private async isSure(sessionId: string): Promise<boolean> {
    const { button } = await showDialog({
      title: this.trans.__('End session "%1"?', sessionId),
      body: this.trans.__(
        'It ends for everyone who is in it, and its history goes with it. What was saved to a file stays.'
      ),
      defaultButton: 0,
      buttons: [
        Dialog.cancelButton({ label: this.trans.__('Cancel') }),
        Dialog.warnButton({ label: this.trans.__('End Session') })
      ]
    });
    return button.accept;
  }
}

const NO_ARGUMENTS = { type: 'object', properties: {} } as const;

const SESSION_ARGUMENTS = {
  type: 'object',
  properties: {
    session_id: { type: 'string', description: 'The session; the one in front if left out' }
  }
} as const;

const EXPORT_ARGUMENTS = {
  type: 'object',
  properties: {
    format: { type: 'string', enum: FORMATS, description: 'Asked for where it is left out' }
  }
};
