import { startingValues } from '../../core';
import type { ViewContext } from '../context';
import type { Point } from '../geometry';
import { anchorAt, type Anchor } from '../menu/anchor';
import { reveal } from '../reveal';
import { NewNodeForm, type NewNodes } from './new_node_form';
import { NodePicker } from './node_picker';
import { TypeChoices } from './type_choices';

// Popups leave the node in sight that they are about.
const BESIDE_PX = 26;

/** Where a new node is wanted; `screen` counts from the canvas's top left, `at` in the graph. */
export interface NodePlace {
  readonly parentId?: string;
  readonly at?: Point;
  readonly screen?: Point;
}

/** Asks for what an edit needs to know, in small popups, and then makes it. */
export class Asking {
  constructor(private readonly context: ViewContext) {}

  /** Asks for a node's name and type; with `names` only for the type of many. */
  forNode({ parentId, at, screen }: NodePlace, names?: readonly string[]): void {
    const { context } = this;
    const types = new TypeChoices(context, parentId);
    const anchor = screen ? this.anchorOn(screen) : this.anchor(parentId);
    const place = { parentId, at, anchor };
    new NewNodeForm(context, types, place, (nodes) => this.add(nodes, { parentId, at }), names);
  }

  /** Asks to which other node a node is to be linked. */
  forChildOf(parentId: string): void {
    const { context } = this;
    const { editor, messages } = context;
    new NodePicker(context, parentId, this.anchor(parentId), (childId) => {
      const problem = editor.linkProblem(parentId, childId);
      if (problem === undefined) {
        editor.link(parentId, childId);
      } else {
        messages.say(problem, 'warning');
      }
    });
  }

  /** Where a popup about a node goes; about none, in the middle of the canvas. */
  anchor(nodeId?: string): Anchor {
    const { host, selection } = this.context;
    const about = nodeId ?? selection.lead;
    const seen = about === undefined ? undefined : host.current?.screenPosition(about);
    const { clientWidth, clientHeight } = host.root;
    const isSeen = seen && isWithin(seen, clientWidth, clientHeight);
    const { left, top, right, bottom } = this.anchorOn(
      isSeen ? seen : { x: clientWidth / 2, y: clientHeight / 3 }
    );
    return { left, top: top - BESIDE_PX, right, bottom: bottom + BESIDE_PX };
  }

  /** The window's place of a place on the canvas. */
  anchorOn({ x, y }: Point): Anchor {
    const { left, top } = this.context.host.root.getBoundingClientRect();
    return anchorAt({ x: left + x, y: top + y });
  }

  private add({ names, blueprintTypeId }: NewNodes, { parentId, at }: NodePlace): void {
    const { editor, selection, scene } = this.context;
    const values = startingValues(scene.replica.blueprintTypes.get(blueprintTypeId));
    const place = at && { _position: [Math.round(at.x), Math.round(at.y)] };
    const properties = { ...values, ...place };
    const { nodeIds } = editor.createNodes(
      names.map((name) => ({ name, blueprintTypeId, parentId, properties }))
    );
    selection.set(nodeIds);
    this.revealLater(nodeIds);
  }

  /** Shows nodes that were made just now, once they have their places. */
  revealLater(nodeIds: readonly string[]): void {
    const { host, scene } = this.context;
    requestAnimationFrame(() => {
      const known = nodeIds.filter((nodeId) => scene.replica.nodes.has(nodeId));
      reveal(
        host.current,
        known.map((nodeId) => scene.placement.of(nodeId))
      );
    });
  }
}

function isWithin({ x, y }: Point, width: number, height: number): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}
