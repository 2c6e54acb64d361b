import {
  Session,
  type EventRecord,
  type ServerMessage,
  type TransportListener
} from '../../src/core';
import { chooseRenderer, GraphView } from '../../src/view';
import { AT, commit, linked, welcome } from '../core/memory_sockets';

/** What a script outside may do with the page's only graph, which has no server. */
export interface CanvasPage {
  readonly view: GraphView;
  /** Hands the view a frame, as text, as a server would. */
  say(...messages: ServerMessage[]): void;
  /** One commit more. */
  commit(...events: EventRecord[]): void;
  /** One property more, or another value of it. */
  set(nodeId: string, propertyId: string, value: unknown): void;
  /** What the view has sent, as text. */
  readonly sent: readonly string[];
  /** Opens a graph of so many nodes and links; returns the milliseconds until it is drawn. */
  open(nodes: number): Promise<number>;
  /** Settles when what was asked for until now is on its way to the graphics card. */
  drawn(): Promise<void>;
}

declare global {
  interface Window {
    openCanvas(): CanvasPage;
  }
}

const BRANCHES = 4;
const RING = 260;
const TYPES = ['city', 'plant', 'depot', 'port', 'truck'];

window.openCanvas = () => {
  let listener: TransportListener | undefined;
  const sent: string[] = [];
  let seq = 1;
  const session = new Session({
    sessionId: 'bench',
    open: (_query, heard) => {
      listener = heard;
      return { send: (text) => sent.push(text), close: () => undefined };
    }
  });
  const view = new GraphView(session, document.getElementById('root')!, {
    makeRenderer: chooseRenderer,
    isInPage: false,
    connectAgain: () => undefined
  });
  const page: CanvasPage = {
    view,
    sent,
    set: (nodeId, propertyId, value) => page.commit(property(nodeId, propertyId, value)),
    say: (...messages) => listener!.received(JSON.stringify(messages)),
    commit: (...events) => page.say(commit((seq += 1), ...events)),
    open: async (nodes) => {
      seq = 1;
      const frame = JSON.stringify([welcome({ seq: 1, mode: 'snapshot' }), radialTree(nodes)]);
      const began = performance.now();
      listener!.received(frame);
      await page.drawn();
      waitForCard();
      return performance.now() - began;
    },
    drawn: async () => {
      await nextFrame();
      await nextFrame();
    }
  };
  return page;
};

/** Asking for a pixel waits for all that the graphics card was told to draw. */
function waitForCard(): void {
  const gl = document.querySelector('canvas')?.getContext('webgl2');
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** A tree with its root in the middle; one link more makes as many links as nodes. */
function radialTree(count: number): ServerMessage {
  const ids = Array.from({ length: count }, (_, index) => `n${index}`);
  const parentOf = (index: number): number => Math.floor((index - 1) / BRANCHES);
  const parents = ids.slice(1).map((_, index) => ids[parentOf(index + 1)]!);
  return {
    type: 'snapshot',
    part: 1,
    parts: 1,
    epoch: 'e1',
    seq: 1,
    digest: 'd1',
    nodes: {
      node_id: ids,
      name: ids.map((id) => `Node ${id}`),
      blueprint_type_id: ids.map((_, index) => TYPES[index % TYPES.length]!),
      properties: ids.map((_, index) => ({
        load: (index * 37) % 100,
        _position: placeOf(index, count)
      }))
    },
    links: {
      parent_id: [...parents, ids[0]!],
      child_id: [...ids.slice(1), ids[count - 1]!],
      properties: ids.map(() => ({}))
    },
    blueprint_types: []
  };
}

function placeOf(index: number, count: number): [number, number] {
  let [first, width, depth] = [0, 1, 0];
  while (index >= first + width) {
    [first, width, depth] = [first + width, width * BRANCHES, depth + 1];
  }
  const angle = (2 * Math.PI * (index - first + 0.5)) / width;
  const radius = depth * Math.max(RING, Math.sqrt(count) * 12);
  return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
}

/** The events of a peer's everyday change, the like of which nobody else makes. */
export function change(index: number, nodes: number): EventRecord[] {
  const nodeId = `n${(index * 7919) % nodes}`;
  switch (index % 4) {
    case 0: {
      const added = `new-${index}`;
      const payload = { node_id: added, name: added, blueprint_type_id: 'city', timestamp: AT };
      return [
        { event: 'graph:node-created', payload: { ...payload, parent_id: nodeId } },
        linked(nodeId, added)
      ];
    }
    case 1:
      return [property(nodeId, 'name', `renamed ${index}`)];
    case 2:
      return [property(nodeId, '_position', [(index * 631) % 5000, (index * 397) % 5000])];
    default:
      return [
        {
          event: 'graph:node-unlinked',
          payload: {
            parent_id: `n${((index - 3) * 7919) % nodes}`,
            child_id: `new-${index - 3}`,
            timestamp: AT
          }
        },
        { event: 'graph:node-deleted', payload: { node_id: `new-${index - 3}`, timestamp: AT } }
      ];
  }
}

function property(nodeId: string, propertyId: string, value: unknown): EventRecord {
  const payload = { node_id: nodeId, property_id: propertyId, new_value: value, old_value: null };
  return { event: 'graph:property-changed', payload: { ...payload, timestamp: AT } };
}

Object.assign(window, { changeOf: change });
