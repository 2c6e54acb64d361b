import type { Violation } from './drafts';
import type { Schema } from './form_fields';

/** What a form shows, and whom it tells what is done in it. */
export interface FormProps {
  /** An object schema of the properties that the form shows. */
  readonly schema: Schema;
  /** The blueprint type's whole schema, against which hints are given. */
  readonly wholeSchema: Schema;
  /** All properties, those that are shown elsewhere too; none where there are several values. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly fields: ReadonlyMap<string, FormField>;
  /** Grows with every change: also what was typed and is to be forgotten is one. */
  readonly revision: number;
  begin(propertyId: string): void;
  write(propertyId: string, value: unknown): void;
  leave(propertyId: string): void;
  cancel(propertyId: string): void;
  keepMine(propertyId: string): void;
  remove(propertyId: string): void;
}

/** What is to be said about one property. */
export interface FormField {
  /** Whether there is a value, and it may be taken away. */
  readonly isRemovable: boolean;
  readonly isMixed: boolean;
  readonly isDirty: boolean;
  /** What the server said against it. */
  readonly violations: readonly Violation[];
  /** What somebody else did to it meanwhile. */
  readonly conflict: string | undefined;
}

/** A form that is on the page. */
export interface MountedForm {
  update(props: FormProps): void;
  unmount(): void;
}
