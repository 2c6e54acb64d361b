import { childProblem, type Replica } from '../../core';
import type { Option } from '../menu/chooser';
import type { ViewContext } from '../context';

const KEY = 'graphsync:type';
const FIRST_TYPE = 'node';
const MOST_OPTIONS = 100;

/** The types that a new node may have: where there is a parent, those that it allows. */
export class TypeChoices {
  constructor(
    private readonly context: ViewContext,
    private readonly parentId: string | undefined
  ) {}

  /** The type that was taken last, if it may be taken here; else one that may. */
  get first(): string {
    const known = this.typeIds();
    const last = known.find((typeId) => typeId === readLast());
    const wanted = [last, this.siblingType(), ...known];
    const fit = wanted.find((typeId) => typeId !== undefined && this.mayBe(typeId));
    return fit ?? FIRST_TYPE;
  }

  remember(typeId: string): void {
    try {
      localStorage.setItem(KEY, typeId);
    } catch {
      // A browser that keeps nothing asks again.
    }
  }

  titleOf(typeId: string): string {
    return this.context.scene.typeTitle(typeId);
  }

  /** The colour of the type that somebody means; a new one gets its own with its first node. */
  colorOf(text: string): string | undefined {
    const typeId = this.named(text);
    return this.typeIds().includes(typeId) ? this.context.scene.typeColor(typeId) : undefined;
  }

  /** The type that somebody means by a text: by its title, by its id, or one that is new. */
  named(text: string): string {
    const wanted = text.trim().toLowerCase();
    const isMeant = (typeId: string): boolean =>
      this.titleOf(typeId).toLowerCase() === wanted || typeId.toLowerCase() === wanted;
    return this.typeIds().find(isMeant) ?? text.trim();
  }

  /** Says why a node of a type may not be made here; nothing where it may. */
  problem(typeId: string): string | undefined {
    const { replica } = this.context.scene;
    const { settings } = this.context.session.store;
    if (settings.strict_blueprints && !replica.blueprintTypes.has(typeId)) {
      return `There is no type '${typeId}' here, and this session allows no others.`;
    }
    return this.parentId === undefined ? undefined : childProblem(replica, this.parentId, typeId);
  }

  find(text: string): Option[] {
    const wanted = text.trim().toLowerCase();
    const known = this.typeIds().filter((typeId) => this.mayBe(typeId));
    const fit = known.filter((typeId) => this.titleOf(typeId).toLowerCase().includes(wanted));
    const options = fit.slice(0, MOST_OPTIONS).map((typeId) => this.option(typeId));
    const isNew = wanted !== '' && !known.includes(this.named(text)) && this.mayBe(text.trim());
    const fresh = { id: text.trim(), label: text.trim(), detail: 'new type' };
    return isNew ? [...options, fresh] : options;
  }

  private mayBe(typeId: string): boolean {
    return this.problem(typeId) === undefined;
  }

  private option(typeId: string): Option {
    const label = this.titleOf(typeId);
    const swatch = this.context.scene.typeColor(typeId);
    return label === typeId
      ? { id: typeId, label, swatch }
      : { id: typeId, label, swatch, detail: typeId };
  }

  /** The types that are defined or in use, by title. */
  private typeIds(): string[] {
    const titles = [...typesOf(this.context.scene.replica)].map(
      (typeId) => [this.titleOf(typeId), typeId] as const
    );
    return titles.sort(([one], [other]) => one.localeCompare(other)).map(([, typeId]) => typeId);
  }

  private siblingType(): string | undefined {
    const { replica } = this.context.scene;
    const [siblingId] = this.parentId === undefined ? [] : replica.children(this.parentId).keys();
    return siblingId === undefined ? undefined : replica.nodes.get(siblingId)?.blueprintTypeId;
  }
}

function typesOf(replica: Replica): Set<string> {
  const found = new Set(replica.blueprintTypes.keys());
  for (const { blueprintTypeId } of replica.nodes.values()) {
    found.add(blueprintTypeId);
  }
  return found;
}

function readLast(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
