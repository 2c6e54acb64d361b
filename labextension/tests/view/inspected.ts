import { Editor, Session, type Actor, type EventRecord, type Problem } from '../../src/core';
import { Drafts } from '../../src/view/panels/inspector/drafts';
import { LinkSubject, NodesSubject } from '../../src/view/panels/inspector/subject';
import { ANA, AT, MemoryServer, commit, welcome } from '../core/memory_sockets';

/** Nodes and links on a server in memory, and what is edited of them. */
export class Inspected {
  readonly server = new MemoryServer();
  readonly session = new Session({ sessionId: 'demo', open: this.server.open });
  readonly editor = new Editor(this.session);
  readonly lost: string[] = [];

  constructor(...events: EventRecord[]) {
    this.server.last.say(welcome());
    this.say(...events);
  }

  /** Somebody does something. */
  say(...events: EventRecord[]): void {
    this.sayAs(ANA, ...events);
  }

  sayAs(actor: Actor, ...events: EventRecord[]): void {
    const { seq } = this.session.store.position;
    this.server.last.say({ ...commit(seq + 1, ...events), actor });
  }

  nodes(...nodeIds: string[]): Drafts {
    return this.drafts(new NodesSubject(this.session.store.replica, this.editor, nodeIds));
  }

  link(parentId: string, childId: string): Drafts {
    const ends = { parentId, childId };
    return this.drafts(new LinkSubject(this.session.store.replica, this.editor, ends));
  }

  /** The commands that were sent. */
  get sent() {
    return this.server.last.ops('execute').map(({ command_type, arguments: args }) => ({
      command_type,
      ...(args as Record<string, unknown>)
    }));
  }

  /** The server refuses the command that was sent last. */
  async refuse(problem: Partial<Problem> & { code: string }): Promise<void> {
    const ops = this.server.last.ops('execute');
    const error = { message: 'not so', retry: false, details: {}, ...problem };
    const id = ops[ops.length - 1]!.command_id;
    this.server.last.say({ type: 'reply', id, ok: false, error });
    await new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
  }

  private drafts(subject: NodesSubject | LinkSubject): Drafts {
    const drafts = new Drafts(subject, (message) => this.lost.push(message));
    this.session.store.committed.connect((made) => drafts.note(made));
    return drafts;
  }
}

export function node(
  nodeId: string,
  properties: Record<string, unknown> = {},
  typeId = 'city'
): EventRecord {
  const payload = { node_id: nodeId, name: nodeId, blueprint_type_id: typeId, properties };
  return { event: 'graph:node-created', payload: { ...payload, timestamp: AT } };
}

export function changed(nodeId: string, propertyId: string, value: unknown): EventRecord {
  const payload = { node_id: nodeId, property_id: propertyId, old_value: null, new_value: value };
  return { event: 'graph:property-changed', payload: { ...payload, timestamp: AT } };
}
