import { NAME } from '../../../core';
import { element } from '../../dom';
import type { Drafts } from './drafts';
import { NewProperty } from './new_property';
import { PropertyRow } from './property_row';

/** Properties that no form shows, a row each, and what adds another. */
export class PropertyRows {
  readonly root = element('div', 'graphsync-properties');
  private readonly rows = new Map<string, PropertyRow>();
  private readonly list = element('div', '');
  private readonly adding: NewProperty | undefined;

  /** `isShown` says which properties belong here; `allowsMore`, whether others may be added. */
  constructor(
    private readonly drafts: Drafts,
    private readonly isShown: (propertyId: string) => boolean,
    allowsMore: boolean
  ) {
    this.adding = allowsMore ? new NewProperty(drafts) : undefined;
    this.root.append(this.list, ...(this.adding ? [this.adding.root] : []));
    this.draw();
  }

  draw(): void {
    const ids = this.ids();
    for (const [propertyId, row] of this.rows) {
      if (!ids.has(propertyId)) {
        row.root.remove();
        this.rows.delete(propertyId);
      }
    }
    for (const propertyId of ids) {
      const row = this.rows.get(propertyId);
      if (row) {
        row.draw();
      } else {
        this.add(propertyId);
      }
    }
    this.adding?.draw();
  }

  /** Also those that one edits while somebody else removes them. */
  private ids(): Set<string> {
    const all = [...this.drafts.subject.propertyIds(), ...this.drafts.ids()];
    return new Set(all.filter((id) => id !== NAME && this.isShown(id)));
  }

  private add(propertyId: string): void {
    const row = new PropertyRow(this.drafts, propertyId);
    this.rows.set(propertyId, row);
    this.list.append(row.root);
  }
}
