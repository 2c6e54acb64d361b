import type { TranslationBundle } from '@jupyterlab/translation';
import {
  deleteIcon,
  editIcon,
  linkIcon,
  type LabIcon,
  redoIcon,
  searchIcon,
  undoIcon
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { Graphs } from '../graphs';
import { appearanceIcon, boxIcon, fitIcon, historyIcon, sideIcon } from '../icons';

/** A command that does one of the view's actions, in the graph in front. */
export interface ActionCommand {
  readonly action: string;
  readonly label: string;
  readonly caption: string;
  readonly icon?: LabIcon;
}

export function actionCommands(trans: TranslationBundle): readonly ActionCommand[] {
  return [
    {
      action: 'undo',
      label: trans.__('Undo'),
      caption: trans.__('Take back what you did last in this graph'),
      icon: undoIcon
    },
    {
      action: 'redo',
      label: trans.__('Redo'),
      caption: trans.__('Do again what you took back last'),
      icon: redoIcon
    },
    {
      action: 'add-child',
      label: trans.__('Add Child…'),
      caption: trans.__('Add a node below the one that is selected')
    },
    {
      action: 'duplicate',
      label: trans.__('Duplicate Selection'),
      caption: trans.__('Make the selected nodes a second time')
    },
    {
      action: 'link-selected',
      label: trans.__('Link Selected Nodes'),
      caption: trans.__('Link the node that was selected first to the others'),
      icon: linkIcon
    },
    {
      action: 'delete',
      label: trans.__('Delete Selection'),
      caption: trans.__('Delete the nodes and links that are selected'),
      icon: deleteIcon
    },
    {
      action: 'rename',
      label: trans.__('Rename Node'),
      caption: trans.__('Rename the node that is selected'),
      icon: editIcon
    },
    {
      action: 'box-select',
      label: trans.__('Select by Dragging a Box'),
      caption: trans.__('Select by dragging a box, or move the view again'),
      icon: boxIcon
    },
    {
      action: 'find',
      label: trans.__('Find in Graph…'),
      caption: trans.__('Find and filter nodes by name, type and property'),
      icon: searchIcon
    },
    {
      action: 'appearance',
      label: trans.__('Colour, Size and Label by Property…'),
      caption: trans.__('Choose which properties decide on how nodes look'),
      icon: appearanceIcon
    },
    {
      action: 'fit-selection',
      label: trans.__('Zoom to Selection'),
      caption: trans.__('Zoom so that the selected nodes can be seen')
    },
    {
      action: 'fit',
      label: trans.__('Show the Whole Graph'),
      caption: trans.__('Zoom so that the whole graph can be seen'),
      icon: fitIcon
    },
    {
      action: 'toggle-side',
      label: trans.__('Show or Hide the Side Panel'),
      caption: trans.__('Show or hide what stands beside the graph'),
      icon: sideIcon
    },
    {
      action: 'show-history',
      label: trans.__('Show Graph History'),
      caption: trans.__('See how the graph was, and restore what it was'),
      icon: historyIcon
    },
    {
      action: 'previous-commit',
      label: trans.__('Go to the Change Before'),
      caption: trans.__('Show the graph as it was before the change that is shown')
    },
    {
      action: 'next-commit',
      label: trans.__('Go to the Next Change'),
      caption: trans.__('Show the graph as it was after the next change')
    },
    {
      action: 'back-to-now',
      label: trans.__('Leave the Graph’s Past'),
      caption: trans.__('Show the graph as it is now')
    },
    {
      action: 'restore-moment',
      label: trans.__('Restore the Graph as It Was'),
      caption: trans.__('Make the graph what it was at the moment that is shown')
    },
    {
      action: 'restore-selected',
      label: trans.__('Restore the Selected Nodes as They Were'),
      caption: trans.__('Make the selected nodes what they were at the moment that is shown')
    },
    {
      action: 'show-keys',
      label: trans.__('Keys of the Graph…'),
      caption: trans.__('Show which keys do what in a graph')
    }
  ];
}

/** The command that does an action. */
export function commandOf(action: string): string {
  return `graphsync:${action}`;
}

/** Whether an action can be done in the graph in front. */
export function canAct(graphs: Graphs, action: string): boolean {
  return graphs.currentGraph?.view.context.actions.isOffered(action) ?? false;
}

/** Does an action in the graph in front; says whether it could be done. */
export function act(graphs: Graphs, action: string): boolean {
  return graphs.currentGraph?.view.context.actions.run(action) ?? false;
}

export function addActionCommand(
  commands: CommandRegistry,
  graphs: Graphs,
  { action, label, caption, icon }: ActionCommand
): string {
  const id = commandOf(action);
  commands.addCommand(id, {
    label,
    caption,
    ...(icon && { icon }),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => canAct(graphs, action),
    isVisible: () => graphs.current !== undefined,
    isToggled: () => graphs.currentGraph?.view.context.actions.get(action)?.isOn?.() ?? false,
    execute: () => act(graphs, action)
  });
  return id;
}
