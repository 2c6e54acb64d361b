import type { TranslationBundle } from '@jupyterlab/translation';
import { addIcon, ellipsesIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { COMMANDS } from '../command_ids';
import type { Graphs } from '../graphs';
import { arrangeIcon } from '../icons';
import { act, canAct } from './action_commands';
import { openMore } from './more_menu';
import { openLayoutMenu } from './layout_menu';
import { layoutAction } from './layouts';

/** The commands that change the graph in front and take arguments. */
export function addEditCommands(
  commands: CommandRegistry,
  graphs: Graphs,
  trans: TranslationBundle
): string[] {
  const canWrite = (): boolean => canAct(graphs, 'add-node');
  commands.addCommand(COMMANDS.addNode, {
    label: trans.__('Add Node'),
    caption: trans.__('Add a node to the graph'),
    icon: addIcon,
    describedBy: { args: ADD_NODE_ARGUMENTS },
    isEnabled: canWrite,
    execute: (args) => addNode(graphs, args)
  });
  commands.addCommand(COMMANDS.link, {
    label: trans.__('Link Nodes'),
    caption: trans.__('Link a parent to a child'),
    describedBy: { args: LINK_ARGUMENTS },
    isEnabled: canWrite,
    execute: (args) => link(graphs, args)
  });
  commands.addCommand(COMMANDS.arrange, {
    label: ({ algorithm }) => layoutLabel(graphs, algorithm) ?? trans.__('Arrange Graph'),
    caption: trans.__('Give all nodes their places by a layout; everyone sees it'),
    describedBy: { args: ARRANGE_ARGUMENTS },
    isEnabled: ({ algorithm }) => canAct(graphs, layoutAction(nameOf(algorithm))),
    execute: ({ algorithm }) => act(graphs, layoutAction(nameOf(algorithm)))
  });
  commands.addCommand(COMMANDS.chooseLayout, {
    label: trans.__('Arrange Graph…'),
    caption: trans.__('Choose a layout for the graph; everyone sees it'),
    icon: arrangeIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => canAct(graphs, layoutAction(nameOf(undefined))),
    isVisible: () => graphs.current !== undefined,
    execute: () => openLayoutMenu(commands, graphs)
  });
  commands.addCommand(COMMANDS.more, {
    label: trans.__('More Actions on the Graph…'),
    caption: trans.__('Everything else that can be done with the graph'),
    icon: ellipsesIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => graphs.currentGraph !== undefined,
    isVisible: () => graphs.current !== undefined,
    execute: () => openMore(graphs)
  });
  const { addNode: add, link: join, arrange, chooseLayout, more } = COMMANDS;
  return [add, join, arrange, chooseLayout, more];
}

const ADD_NODE_ARGUMENTS = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'What it is called; asked for where it is left out' },
    blueprint_type_id: { type: 'string', description: 'Its blueprint type' },
    parent_id: { type: 'string', description: 'The node that it is linked from' }
  }
} as const;

const LINK_ARGUMENTS = {
  type: 'object',
  properties: {
    parent_id: { type: 'string', description: 'Where the link begins' },
    child_id: { type: 'string', description: 'Where it ends' }
  },
  required: ['parent_id', 'child_id']
} as const;

const ARRANGE_ARGUMENTS = {
  type: 'object',
  properties: {
    algorithm: { type: 'string', description: "The layout, as in 'layered', the default" }
  }
} as const;

/** With a name it is made at once, and its id is the result; else the view asks for it. */
async function addNode(graphs: Graphs, args: ReadonlyPartialJSONObject): Promise<unknown> {
  const name = textOf(args['name']);
  const { editor } = graphs.currentGraph?.view.context ?? {};
  if (name === undefined || !editor) {
    return act(graphs, 'add-node');
  }
  const { nodeIds, done } = editor.createNode({
    name,
    blueprintTypeId: textOf(args['blueprint_type_id']) ?? 'node',
    parentId: textOf(args['parent_id'])
  });
  await done;
  return nodeIds[0];
}

async function link(graphs: Graphs, args: ReadonlyPartialJSONObject): Promise<void> {
  const [parentId, childId] = [textOf(args['parent_id']), textOf(args['child_id'])];
  if (parentId === undefined || childId === undefined) {
    throw new Error('parent_id and child_id are expected, the two nodes that are to be linked');
  }
  await graphs.currentGraph?.view.context.editor.link(parentId, childId).done;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function layoutLabel(graphs: Graphs, algorithm: unknown): string | undefined {
  const { actions } = graphs.currentGraph?.view.context ?? {};
  return algorithm === undefined ? undefined : actions?.get(layoutAction(nameOf(algorithm)))?.label;
}

function nameOf(algorithm: unknown): string {
  return typeof algorithm === 'string' ? algorithm : 'layered';
}
