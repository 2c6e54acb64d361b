import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Connection, Store } from '../../src/core';
import { KernelEnd } from '../../src/widget/kernel_end';
import { KernelEnds } from '../../src/widget/kernel_ends';
import { commit, created, welcome } from '../core/memory_sockets';
import { MemoryKernel } from './memory_kernel';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function opening(kernel: MemoryKernel) {
  const listener = {
    opened: vi.fn<() => void>(),
    received: vi.fn<(text: string) => void>(),
    closed: vi.fn<(code: number, reason: string) => void>()
  };
  const end = new KernelEnd(kernel);
  const transport = end.open(new URLSearchParams({ session_id: 'demo', since: '3' }), listener);
  return { end, transport, listener, id: kernel.of('open').pop()!.id };
}

test('a connection asks the kernel to open with what the server would be asked', () => {
  const kernel = new MemoryKernel();

  opening(kernel);

  expect(kernel.of('open')[0]!['query']).toEqual({ session_id: 'demo', since: '3' });
});

test('frames go both ways, and what is meant for another view is passed over', () => {
  const kernel = new MemoryKernel();
  const { transport, listener, id } = opening(kernel);

  kernel.say({ type: 'opened', id: 'another' });
  expect(listener.opened).not.toHaveBeenCalled();
  kernel.say({ type: 'opened', id });
  kernel.say({ type: 'frame', id, text: '[1', more: true });
  kernel.say({ type: 'frame', id: 'another', text: '[]', more: false });
  kernel.say({ type: 'frame', id, text: ',2]', more: false });
  transport.send('{}');

  expect(listener.opened).toHaveBeenCalledOnce();
  expect(listener.received.mock.calls).toEqual([['[1,2]']]);
  expect(kernel.of('frame')).toEqual([{ type: 'frame', id, text: '{}' }]);
});

test('a close of the server arrives with code and reason, once', () => {
  const kernel = new MemoryKernel();
  const { transport, listener, id } = opening(kernel);

  kernel.say({ type: 'closed', id, code: 4505, reason: 'ended' });
  kernel.say({ type: 'closed', id, code: 1006, reason: 'again' });
  transport.close();

  expect(listener.closed.mock.calls).toEqual([[4505, 'ended']]);
});

test('a kernel that does not answer for 15 seconds is given up, and told so', () => {
  const kernel = new MemoryKernel();
  const { listener } = opening(kernel);

  vi.advanceTimersByTime(15_000);

  expect(listener.closed).toHaveBeenCalledWith(1006, expect.stringContaining('busy'));
  expect(kernel.of('close')).toHaveLength(1);
});

test('the kernel hears from time to time that the view is there, until it is gone', () => {
  const kernel = new MemoryKernel();
  const { end, id } = opening(kernel);
  kernel.say({ type: 'opened', id });

  vi.advanceTimersByTime(60_000);
  end.dispose();
  vi.advanceTimersByTime(60_000);

  expect(kernel.of('alive')).toHaveLength(3);
  expect(kernel.of('close')).toHaveLength(1);
});

test('a session lives through a kernel, and by another widget when the first one goes', () => {
  const kernels = new KernelEnds();
  const [first, second] = [new MemoryKernel(), new MemoryKernel()];
  kernels.add('demo', new KernelEnd(first));
  const remove = kernels.add('demo', new KernelEnd(second));
  const store = new Store();
  const connection = new Connection({
    sessionId: 'demo',
    open: kernels.to('demo'),
    listener: store
  });
  const answer = (kernel: MemoryKernel): void => {
    const { id } = kernel.of('open').pop()!;
    const text = JSON.stringify([
      welcome({ seq: 1, digest: 'd1', mode: 'replay' }),
      commit(1, created('n1'))
    ]);
    kernel.say({ type: 'opened', id });
    kernel.say({ type: 'frame', id, text, more: false });
  };

  answer(second);
  expect(store.replica.nodes.size).toBe(1);
  remove();
  expect(connection.state.kind).toBe('reconnecting');
  vi.advanceTimersByTime(1_000);

  expect(first.of('open')).toHaveLength(1);
  connection.close();
});

test('where no widget of the session is on the page, an attempt fails and is made again', async () => {
  const kernels = new KernelEnds();
  const options = { sessionId: 'demo', open: kernels.to('demo'), listener: new Store() };
  const connection = new Connection(options);

  await Promise.resolve();

  expect(connection.state.kind).toBe('reconnecting');
  connection.close();
});
