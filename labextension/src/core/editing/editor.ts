import { newId } from '../ids';
import { CommandRefused } from '../pending';
import type { Reply } from '../protocol';
import { NAME, type LinkEnds } from '../replica';
import type { Session } from '../session';
import { POSITION, command, type CommandData } from './arguments';
import type { NewBlueprintType } from './blueprint_type';
import { clipboardText, readClipboard } from './clipboard';
import { copied, fragmentOf, middleOf, type Fragment, type Point } from './fragment';
import { linkProblem } from './link_rules';
import { linksFromOutside, plantings } from './planting';
import { asValues, placed, sharing, type Places } from './places';
import { refusalOf, tooMany, type Refusal } from './refusal';
import { removals } from './removal';
import { touchedBy } from './touched';

/** An edit that shows already; `done` is settled when the server has answered. */
export interface Edit {
  /** The nodes that it makes or changes. */
  readonly nodeIds: readonly string[];
  readonly done: Promise<Reply>;
}

export interface NewNode {
  readonly name: string;
  readonly blueprintTypeId: string;
  readonly nodeId?: string;
  readonly parentId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The value that stands where a property is set; `null` where there is none. */
export interface Expected {
  readonly expected: unknown;
}

/**
 * Edits a session's graph, in a user's words: each word is one command, and one step of undo. What
 * is edited shows at once.
 */
export class Editor {
  /**
   * With `report`, refusals are told there, and nobody has to catch those of `done`. It is also
   * told those of what the page before this one asked, which nobody waits for any more. With
   * `places`, nodes that are made or moved share them.
   */
  constructor(
    private readonly session: Session,
    private readonly report?: (refusal: Refusal) => void,
    private readonly places?: Places
  ) {
    const restored = report ? session.connection.takeRestored() : [];
    for (const { op, answer } of restored) {
      void this.told(op.op === 'execute' ? op.command_type : op.op, answer);
    }
  }

  /** Whether the server would let this client change anything. */
  get canWrite(): boolean {
    const { store, connection } = this.session;
    return store.role === 'editor' && connection.state.kind !== 'ended';
  }

  createNode(node: NewNode): Edit {
    return this.createNodes([node]);
  }

  /** Makes nodes, in one command; those that name no place get one beside their siblings. */
  createNodes(nodes: readonly NewNode[]): Edit {
    const parentId = nodes[0]?.parentId;
    const free = this.places?.free(parentId, nodes.length) ?? [];
    const made = nodes.map(({ name, blueprintTypeId, properties, ...node }, row) => ({
      node_id: node.nodeId ?? newId(),
      name,
      blueprint_type_id: blueprintTypeId,
      parent_id: node.parentId,
      properties: free[row] ? placed(properties ?? {}, free[row]) : properties
    }));
    const commands = made.map((node) => command('create-node', node));
    const nodeIds = made.map(({ node_id }) => node_id);
    return this.run([...commands, ...sharing(this.unshared())], nodeIds);
  }

  rename(nodeId: string, name: string): Edit {
    return this.setProperty([nodeId], NAME, name);
  }

  /** Sets one property of one or many nodes; `expected` only where there is one. */
  setProperty(
    nodeIds: readonly string[],
    propertyId: string,
    value: unknown,
    expectation?: Expected
  ): Edit {
    if (nodeIds.length !== 1) {
      return this.setColumn(propertyId, new Map(nodeIds.map((nodeId) => [nodeId, value])));
    }
    const args = { node_id: nodeIds[0], property_id: propertyId, new_value: value };
    return this.execute('update-property', { ...args, ...wanted(expectation) });
  }

  /**
   * Sets one property of many nodes, each to a value of its own, in one command. Nodes that are
   * gone are left out, as long as there are others.
   */
  setColumn(propertyId: string, values: ReadonlyMap<string, unknown>): Edit {
    const { nodes } = this.session.store.replica;
    const known = [...values].filter(([nodeId]) => nodes.has(nodeId));
    const rows = known.length > 0 ? known : [...values];
    const args = {
      property_id: propertyId,
      node_ids: rows.map(([nodeId]) => nodeId),
      new_values: rows.map(([, value]) => value)
    };
    return this.run(rows.length > 0 ? [command('update-properties', args)] : []);
  }

  /** Removes a property of those of the nodes that have it. */
  deleteProperty(nodeIds: readonly string[], propertyId: string): Edit {
    const { nodes } = this.session.store.replica;
    const having = [...new Set(nodeIds)].filter((nodeId) =>
      nodes.get(nodeId)?.properties.has(propertyId)
    );
    return this.run(
      having.map((node_id) => command('delete-property', { node_id, property_id: propertyId }))
    );
  }

  link(parentId: string, childId: string, properties?: Record<string, unknown>): Edit {
    return this.execute('link-node', { ...onWire({ parentId, childId }), properties });
  }

  unlink(parentId: string, childId: string): Edit {
    return this.remove([], [{ parentId, childId }]);
  }

  setLinkProperty(
    ends: LinkEnds,
    propertyId: string,
    value: unknown,
    expectation?: Expected
  ): Edit {
    const args = { ...onWire(ends), property_id: propertyId, new_value: value };
    return this.execute('update-link-property', { ...args, ...wanted(expectation) });
  }

  deleteLinkProperty(ends: LinkEnds, propertyId: string): Edit {
    return this.execute('delete-link-property', { ...onWire(ends), property_id: propertyId });
  }

  /**
   * Removes nodes and links; `cascade` takes the descendants that nothing else holds. What is gone
   * already is left out.
   */
  remove(
    nodeIds: readonly string[],
    links: readonly LinkEnds[] = [],
    { cascade = false } = {}
  ): Edit {
    const commands = removals(this.session.store.replica, nodeIds, links, cascade);
    return this.run(commands, nodeIds.length > 0 ? nodeIds : undefined);
  }

  /** Gives nodes their places, all in one command; the unit is a tenth of a pixel. */
  move(positions: ReadonlyMap<string, Point>): Edit {
    const all = new Map([...this.unshared(), ...positions]);
    return this.setColumn(POSITION, asValues(all));
  }

  /** Returns nodes, and the links among them, as text for the clipboard. */
  copy(nodeIds: Iterable<string>): string {
    return clipboardText(this.fragment(nodeIds));
  }

  /**
   * Makes what `copy` returned anew, its middle at `middle`; nothing where a text is not ours.
   * Links that the rules here forbid are left out.
   */
  paste(text: string, middle?: Point): Edit | undefined {
    const fragment = readClipboard(text);
    const from = fragment && middleOf(fragment);
    const by = from && middle ? { x: middle.x - from.x, y: middle.y - from.y } : { x: 0, y: 0 };
    return fragment && this.plant(fragment, by);
  }

  /** Makes nodes a second time, `offset` beside the first, under the same parents where they may. */
  duplicate(nodeIds: readonly string[], offset: Point): Edit {
    const { replica } = this.session.store;
    const fragment = this.fragment(nodeIds);
    // Those among the copies come first: where a tree allows one parent it is the copied one.
    const links = [...fragment.links, ...linksFromOutside(replica, fragment)];
    return this.plant({ ...fragment, links }, offset);
  }

  defineBlueprint(blueprintType: NewBlueprintType): Edit {
    return this.execute('define-blueprint', { blueprint_type: blueprintType });
  }

  removeBlueprint(blueprintTypeId: string): Edit {
    return this.execute('remove-blueprint', { blueprint_type_id: blueprintTypeId });
  }

  /** Says why a link may not be made; nothing where it may. */
  linkProblem(parentId: string, childId: string): string | undefined {
    const { replica, settings } = this.session.store;
    return linkProblem(replica, settings, parentId, childId);
  }

  /** Takes back one's own last step. */
  undo(): Promise<Reply> {
    return this.reverse('undo');
  }

  /** Does again what one took back last. */
  redo(): Promise<Reply> {
    return this.reverse('redo');
  }

  /** Executes commands as one: all of them or none, one step of undo. */
  run(commands: readonly CommandData[], nodeIds: readonly string[] = touchedBy(commands)): Edit {
    const [only] = commands;
    if (!only) {
      return { nodeIds: [], done: Promise.resolve(NOTHING_DONE) };
    }
    const sent = commands.length === 1 ? only : command('batch', { commands });
    const { connection } = this.session;
    const most = connection.limits?.max_batch_commands ?? Infinity;
    const problem = this.obstacle() ?? tooMany(commands.length, most);
    const done = problem
      ? Promise.reject(problem)
      : connection.execute(sent.command_type, sent.arguments);
    return { nodeIds, done: this.told(sent.command_type, done) };
  }

  private execute(commandType: string, args: object): Edit {
    return this.run([command(commandType, args)]);
  }

  private plant(fragment: Fragment, by: Point): Edit {
    const { replica, settings } = this.session.store;
    const made = copied(fragment, by, newId);
    const nodeIds = made.nodes.map(({ node_id }) => node_id);
    return this.run([...plantings(replica, settings, made), ...sharing(this.unshared())], nodeIds);
  }

  /** Takes nodes out of the graph as a fragment, all with the places where they are seen. */
  private fragment(nodeIds: Iterable<string>): Fragment {
    const { replica } = this.session.store;
    const { nodes, ...rest } = fragmentOf(replica, nodeIds);
    const seen = nodes.map((node) => ({
      ...node,
      properties: placed(node.properties, this.places?.of(node.node_id))
    }));
    return { ...rest, nodes: seen };
  }

  /** While the line is down somebody may delete a node, and an edit that places it is refused. */
  private unshared(): ReadonlyMap<string, Point> {
    const isLive = this.session.connection.state.kind === 'live';
    return (isLive && this.places?.unshared()) || new Map<string, Point>();
  }

  private reverse(direction: 'undo' | 'redo'): Promise<Reply> {
    const problem = this.obstacle();
    const done = problem ? Promise.reject(problem) : this.session.connection[direction]();
    return this.told(direction, done);
  }

  /** Says why the server need not be asked; one that was never reached is asked. */
  private obstacle(): Error | undefined {
    const { store } = this.session;
    const isReader = store.isLoaded && store.role === 'reader';
    return isReader ? new CommandRefused(READ_ONLY) : undefined;
  }

  private told(commandType: string, done: Promise<Reply>): Promise<Reply> {
    const { report } = this;
    if (report) {
      done.catch((error: unknown) => report(refusalOf(commandType, error)));
    }
    return done;
  }
}

const NOTHING_DONE: Reply = { type: 'reply', id: null, ok: true };

const READ_ONLY = {
  code: 'read-only',
  message: 'you may look at this session, not change it',
  retry: false,
  details: {}
};

function wanted(expectation: Expected | undefined) {
  return expectation ? { expected_value: expectation.expected } : {};
}

function onWire({ parentId, childId }: LinkEnds) {
  return { parent_id: parentId, child_id: childId };
}
