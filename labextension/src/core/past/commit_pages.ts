import type { Commit } from '../protocol';
import type { HistoryClient } from './history_client';

/** So many commits are fetched at once. */
export const PAGE = 200;
const MOST_PAGES = 40;

/** Commits by number, fetched by the page; of those that were read, the newest pages are kept. */
export class CommitPages {
  private readonly pages = new Map<number, readonly Commit[]>();

  constructor(private readonly client: HistoryClient) {}

  /** Returns the commits from `after`, which is left out, to `to`. */
  async read(after: number, to: number): Promise<Commit[]> {
    const pages: Promise<readonly Commit[]>[] = [];
    for (let page = pageOf(after + 1); page <= pageOf(to); page += 1) {
      pages.push(this.page(page, to));
    }
    const commits = (await Promise.all(pages)).flat();
    return commits.filter(({ seq }) => seq > after && seq <= to);
  }

  /** Returns a commit that was read. */
  known(seq: number): Commit | undefined {
    return this.pages.get(pageOf(seq))?.find((commit) => commit.seq === seq);
  }

  private async page(page: number, to: number): Promise<readonly Commit[]> {
    const kept = this.pages.get(page);
    const [first, last] = [page * PAGE + 1, (page + 1) * PAGE];
    // The newest page was fetched when it was not full yet.
    const isEnough = kept && (kept.at(-1)?.seq ?? 0) >= Math.min(to, last);
    const { commits } = isEnough
      ? { commits: kept }
      : await this.client.commitsAfter(first - 1, PAGE);
    this.pages.delete(page);
    this.pages.set(
      page,
      commits.filter(({ seq }) => seq <= last)
    );
    const [oldest] = this.pages.keys();
    if (this.pages.size > MOST_PAGES && oldest !== undefined) {
      this.pages.delete(oldest);
    }
    return this.pages.get(page)!;
  }
}

function pageOf(seq: number): number {
  return Math.floor((seq - 1) / PAGE);
}
