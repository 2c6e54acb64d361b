import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { commandsPlugin } from './commands/plugin';
import { documentPlugin } from './document/plugin';
import { graphsPlugin } from './graphs_plugin';
import { menusPlugin } from './menus';
import { newGraphPlugin } from './new_graph';
import { openPlugin } from './open';
import { permalinkPlugin } from './permalink';
import { runningPlugin } from './running';
import { directoryPlugin } from './sessions/directory_plugin';
import { sessionsPlugin } from './sessions/plugin';
import { settingsPlugin } from './settings';
import { statusPlugin } from './status';

/** Each can be disabled alone; what an application lacks is optional or leaves one of them out. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  graphsPlugin,
  openPlugin,
  permalinkPlugin,
  documentPlugin,
  newGraphPlugin,
  commandsPlugin,
  menusPlugin,
  directoryPlugin,
  sessionsPlugin,
  runningPlugin,
  statusPlugin,
  settingsPlugin
];

export default plugins;
