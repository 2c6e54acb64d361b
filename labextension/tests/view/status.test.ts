import { describe, expect, it, vi } from 'vitest';
import { commit, welcome } from '../core/memory_sockets';
import { showView } from './shown_view';

const shown = showView();

function status(): string {
  return shown().text('.graphsync-status');
}

describe('the status', () => {
  it('is live when the newest change is here', async () => {
    expect(status()).toBe('Connecting…');
    await shown().ready('Lyon');

    expect(status()).toBe('Live');
  });

  it('says that one is behind, if that lasts', () => {
    shown().server.last.say(welcome({ mode: 'replay', seq: 5 }));
    expect(status()).toBe('Connecting…');
    vi.advanceTimersByTime(1_100);
    expect(status()).toBe('Behind…');

    for (let seq = 1; seq <= 5; seq += 1) {
      shown().server.last.say(commit(seq));
    }
    expect(status()).toBe('Live');
  });

  it('counts what is not sent, if that lasts', async () => {
    await shown().ready('Lyon');
    shown().server.last.cut();
    shown().view.context.editor.rename('n0', 'Lyon Nord');
    expect(status()).not.toContain('unsent');
    vi.advanceTimersByTime(900);
    expect(status()).toContain('· 1 edit unsent');

    vi.advanceTimersByTime(20_000);
    shown().server.last.say(welcome({ seq: 1 }));
    expect(status()).toBe('Live');
  });

  it('says nothing of what is sent and not yet answered', async () => {
    await shown().ready('Lyon');
    shown().view.context.editor.rename('n0', 'Lyon Nord');
    vi.advanceTimersByTime(5_000);

    expect(shown().session.connection.pendingCount).toBe(1);
    expect(shown().view.unsent.count).toBe(0);
    expect(status()).toBe('Live');
  });

  it('says that one may only look', () => {
    shown().server.last.say(welcome({ role: 'reader' }));

    expect(status()).toBe('Live · read-only');
  });
});
