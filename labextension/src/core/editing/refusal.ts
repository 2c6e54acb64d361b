import { CommandRefused } from '../pending';

/** Why an edit was taken back, or was not made at all. */
export interface Refusal {
  /** A sentence for people. */
  readonly message: string;
  /** One of the specification's codes, or `not-sent` where the server was never asked. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly commandType: string;
}

/** Returns why a command failed. */
export function refusalOf(commandType: string, error: unknown): Refusal {
  if (error instanceof CommandRefused) {
    const { message, code, details } = error.problem;
    return { message, code, details, commandType };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message, code: 'not-sent', details: {}, commandType };
}

/** Says that one step cannot hold so many changes; nothing where it can. */
export function tooMany(count: number, most: number): Error | undefined {
  const message =
    `${count.toLocaleString('en')} changes are more than one step may hold ` +
    `(${most.toLocaleString('en')}); select less.`;
  return count > most ? new Error(message) : undefined;
}
