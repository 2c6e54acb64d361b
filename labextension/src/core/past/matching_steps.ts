import type { HistoryClient } from './history_client';
import type { CommitFilter } from './wire';

// Whoever steps once steps again.
const LOOKED_UP = 50;

/** The way from one commit to the next that a filter lets through. */
export class MatchingSteps {
  /** Numbers that fit, oldest first, and the stretch of which no other fits. */
  private known: { seqs: readonly number[]; from: number; to: number } | undefined;

  constructor(
    private readonly client: HistoryClient,
    private readonly filter: CommitFilter
  ) {}

  /** Returns the first commit after `seq` that fits; none where there is none up to `head`. */
  async next(seq: number, head: number): Promise<number | undefined> {
    if (isEmpty(this.filter)) {
      return seq < head ? seq + 1 : undefined;
    }
    const known = this.knownAround(seq)?.find((one) => one > seq);
    if (known !== undefined) {
      return known;
    }
    let after: number | null = seq;
    while (after !== null && after < head) {
      const { commits, next } = await this.client.commitsAfter(after, LOOKED_UP, this.filter);
      const seqs = commits.map((commit) => commit.seq);
      if (seqs.length > 0) {
        this.known = { seqs, from: seq, to: seqs.at(-1)! };
        return seqs[0];
      }
      after = next;
    }
    return undefined;
  }

  /** Returns the last commit before `seq` that fits; none where there is none after `oldest`. */
  async previous(seq: number, oldest: number): Promise<number | undefined> {
    if (isEmpty(this.filter)) {
      return seq > oldest ? seq - 1 : undefined;
    }
    const known = this.knownAround(seq)
      ?.filter((one) => one < seq)
      .at(-1);
    if (known !== undefined) {
      return known;
    }
    let before: number | null = seq;
    while (before !== null && before > oldest) {
      const { commits, next } = await this.client.commitsBefore(before, LOOKED_UP, this.filter);
      const seqs = commits.map((commit) => commit.seq).reverse();
      if (seqs.length > 0) {
        this.known = { seqs, from: seqs[0]!, to: seq };
        return seqs.at(-1);
      }
      before = next;
    }
    return undefined;
  }

  private knownAround(seq: number): readonly number[] | undefined {
    const { known } = this;
    return known && known.from <= seq && seq <= known.to ? known.seqs : undefined;
  }
}

function isEmpty({ user, nodeIds }: CommitFilter): boolean {
  return user === undefined && nodeIds === undefined;
}
