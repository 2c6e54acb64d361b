import { newId } from '../ids';
import { CommandRefused } from '../pending';
import type { BlueprintType, Reply } from '../protocol';
import { NAME, type GraphLink } from '../replica';
import type { Session } from '../session';
import type { CommandData } from './expectations';
import { linkProblem } from './link_rules';
import {
  command,
  middleOf,
  readSubgraph,
  remake,
  subgraphOf,
  writeSubgraph,
  type Point
} from './subgraph';

/** An edit that shows already; `done` is settled when the server has answered. */
export interface Edit {
  /** The nodes that it makes or changes. */
  readonly nodeIds: readonly string[];
  readonly done: Promise<Reply>;
}

/** Why an edit was taken back. */
export interface Refusal {
  /** A sentence for people. */
  readonly message: string;
  /** One of the specification's codes, or `not-sent` where the server was never asked. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly commandType: string;
}

export interface NewNode {
  readonly name: string;
  readonly blueprintTypeId: string;
  readonly nodeId?: string;
  readonly parentId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export type LinkEnds = Pick<GraphLink, 'parentId' | 'childId'>;

/** The value that stands where a property is set; `null` where there is none. */
export interface Expected {
  readonly expected: unknown;
}

/** Edits a session's graph, in a user's words. What is edited shows at once. */
export class Editor {
  /** With `report`, refusals are told there, and nobody has to catch those of `done`. */
  constructor(
    private readonly session: Session,
    private readonly report?: (refusal: Refusal) => void
  ) {}

  /** Whether the server would let this client change anything. */
  get canWrite(): boolean {
    const { store, connection } = this.session;
    return store.role === 'editor' && connection.state.kind !== 'ended';
  }

  createNode({ name, blueprintTypeId, nodeId = newId(), parentId, properties }: NewNode): Edit {
    const args = {
      name,
      blueprint_type_id: blueprintTypeId,
      node_id: nodeId,
      ...(parentId === undefined ? {} : { parent_id: parentId }),
      ...(properties === undefined ? {} : { properties })
    };
    return this.run([command('create-node', args)], [nodeId]);
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
    const wanted = expectation ? { expected_value: expectation.expected } : {};
    return this.run([command('update-property', { ...args, ...wanted })], nodeIds);
  }

  /** Sets one property of many nodes, each to a value of its own, in one command. */
  setColumn(propertyId: string, values: ReadonlyMap<string, unknown>): Edit {
    const node_ids = [...values.keys()];
    const args = { property_id: propertyId, node_ids, new_values: [...values.values()] };
    return this.run([command('update-properties', args)], node_ids);
  }

  deleteProperty(nodeIds: readonly string[], propertyId: string): Edit {
    const { nodes } = this.session.store.replica;
    const having = nodeIds.filter((nodeId) => nodes.get(nodeId)?.properties.has(propertyId));
    const commands = having.map((node_id) =>
      command('delete-property', { node_id, property_id: propertyId })
    );
    return this.run(commands, having);
  }

  link(parentId: string, childId: string, properties?: Record<string, unknown>): Edit {
    const ends = { parent_id: parentId, child_id: childId };
    return this.run(
      [command('link-node', properties ? { ...ends, properties } : ends)],
      [parentId, childId]
    );
  }

  unlink(parentId: string, childId: string): Edit {
    return this.remove([], [{ parentId, childId }]);
  }

  setLinkProperty(
    { parentId, childId }: LinkEnds,
    propertyId: string,
    value: unknown,
    expectation?: Expected
  ): Edit {
    const ends = { parent_id: parentId, child_id: childId, property_id: propertyId };
    const wanted = expectation ? { expected_value: expectation.expected } : {};
    const args = { ...ends, new_value: value, ...wanted };
    return this.run([command('update-link-property', args)], [parentId, childId]);
  }

  deleteLinkProperty({ parentId, childId }: LinkEnds, propertyId: string): Edit {
    const args = { parent_id: parentId, child_id: childId, property_id: propertyId };
    return this.run([command('delete-link-property', args)], [parentId, childId]);
  }

  /** Removes nodes and links; `cascade` takes the descendants that nothing else holds. */
  remove(
    nodeIds: readonly string[],
    links: readonly LinkEnds[] = [],
    { cascade = false } = {}
  ): Edit {
    const gone = new Set(nodeIds);
    const rest = links.filter(({ parentId, childId }) => !gone.has(parentId) && !gone.has(childId));
    const unlinks = rest.map(({ parentId, childId }) =>
      command('unlink-node', { parent_id: parentId, child_id: childId })
    );
    const roots = cascade ? this.uppermost(gone) : nodeIds;
    const deletes = roots.map((node_id) =>
      command('delete-node', cascade ? { node_id, cascade } : { node_id })
    );
    return this.run([...unlinks, ...deletes], nodeIds);
  }

  /** Gives nodes their places, all in one command; the unit is a tenth of a pixel. */
  move(positions: ReadonlyMap<string, Point>): Edit {
    const tenth = (value: number): number => Math.round(value * 10) / 10;
    const values = [...positions].map(
      ([nodeId, { x, y }]) => [nodeId, [tenth(x), tenth(y)]] as const
    );
    return this.setColumn('_position', new Map(values));
  }

  /** Returns nodes, and the links among them, as text for the clipboard. */
  copy(nodeIds: Iterable<string>): string {
    return writeSubgraph(subgraphOf(this.session.store.replica, nodeIds));
  }

  /** Makes what `copy` returned anew, its middle at `middle`; nothing where a text is not ours. */
  paste(text: string, middle?: Point): Edit | undefined {
    const subgraph = readSubgraph(text);
    if (!subgraph || subgraph.nodes.length === 0) {
      return undefined;
    }
    const from = middleOf(subgraph);
    const [dx, dy] = from && middle ? [middle.x - from.x, middle.y - from.y] : [0, 0];
    const move = ({ x, y }: Point): Point => ({ x: x + dx, y: y + dy });
    const { commands, ids } = remake(subgraph, this.session.store.replica, move);
    return this.run(commands, [...ids.values()]);
  }

  /** Makes nodes a second time, `offset` beside the first, under the same parents where they may. */
  duplicate(nodeIds: readonly string[], offset: Point): Edit {
    const { replica } = this.session.store;
    const move = ({ x, y }: Point): Point => ({ x: x + offset.x, y: y + offset.y });
    const { commands, ids } = remake(subgraphOf(replica, nodeIds), replica, move);
    // A copy has no parent yet, and its original's parents allow its type: no rule is in the way.
    const links = [...ids].flatMap(([oldId, newNodeId]) =>
      [...replica.parents(oldId).values()]
        .filter(({ parentId }) => !ids.has(parentId))
        .map(({ parentId }) => command('link-node', { parent_id: parentId, child_id: newNodeId }))
    );
    return this.run([...commands, ...links], [...ids.values()]);
  }

  defineBlueprint(blueprintType: BlueprintType): Edit {
    return this.run([command('define-blueprint', { blueprint_type: blueprintType })], []);
  }

  removeBlueprint(blueprintTypeId: string): Edit {
    return this.run([command('remove-blueprint', { blueprint_type_id: blueprintTypeId })], []);
  }

  /** Says why a link may not be made; nothing where it may. */
  linkProblem(parentId: string, childId: string): string | undefined {
    const { replica, settings } = this.session.store;
    return linkProblem(replica, settings, parentId, childId);
  }

  /** Takes back one's own last step. */
  undo(): Promise<Reply> {
    return this.told('undo', this.session.connection.undo());
  }

  /** Does again what one took back last. */
  redo(): Promise<Reply> {
    return this.told('redo', this.session.connection.redo());
  }

  /** Executes commands as one: all of them or none, one step of undo. */
  run(commands: readonly CommandData[], nodeIds: readonly string[] = []): Edit {
    const [only] = commands;
    if (!only) {
      return { nodeIds: [], done: Promise.resolve(NOTHING_DONE) };
    }
    const { connection } = this.session;
    const most = connection.limits?.max_batch_commands ?? Infinity;
    if (commands.length > most) {
      return { nodeIds, done: this.told('batch', Promise.reject(tooMany(commands.length, most))) };
    }
    const sent = commands.length === 1 ? only : command('batch', { commands });
    const done = connection.execute(sent.command_type, sent.arguments);
    return { nodeIds, done: this.told(sent.command_type, done) };
  }

  /** Of nodes that are to go with all below them, those that do not hang on another of them. */
  private uppermost(nodeIds: ReadonlySet<string>): string[] {
    const { replica } = this.session.store;
    const isBelow = (nodeId: string): boolean => {
      const above = new Set(replica.parents(nodeId).keys());
      for (const parentId of above) {
        if (nodeIds.has(parentId)) {
          return true;
        }
        [...replica.parents(parentId).keys()].forEach((id) => above.add(id));
      }
      return false;
    };
    return [...nodeIds].filter((nodeId) => !isBelow(nodeId));
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

function tooMany(count: number, most: number): Error {
  return new Error(
    `${count.toLocaleString('en')} changes are more than one step may hold ` +
      `(${most.toLocaleString('en')}); select less.`
  );
}

function refusalOf(commandType: string, error: unknown): Refusal {
  if (error instanceof CommandRefused) {
    const { message, code, details } = error.problem;
    return { message, code, details, commandType };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message, code: 'not-sent', details: {}, commandType };
}
