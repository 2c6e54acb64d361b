import { button, element } from '../../dom';
import { isSchema, type Schema } from '../inspector/form_fields';
import { NEW_PROPERTY, readSpecs, writeSpecs, type PropertySpec } from './property_spec';
import { PropertyCard } from './property_card';

/** A type's properties: as a table of what most people need, or as the JSON Schema itself. */
export class SchemaEditor {
  readonly root = element('section', 'graphsync-schema');
  private readonly list = element('div', 'graphsync-property-cards');
  private readonly add: HTMLButtonElement;
  private readonly text = element('textarea', 'graphsync-input');
  private readonly other: HTMLButtonElement;
  private readonly problem = element('p', 'graphsync-problem');
  private cards: PropertyCard[] = [];

  constructor(private schema: Schema | undefined) {
    this.text.dataset['long'] = 'yes';
    this.text.rows = 8;
    this.text.spellcheck = false;
    this.text.hidden = true;
    this.text.setAttribute('aria-label', 'JSON Schema of the properties');
    this.text.addEventListener('input', () => this.say(''));
    this.problem.setAttribute('role', 'alert');
    this.other = button('graphsync-link-button', 'Edit as JSON', '', () => this.turn());
    this.add = button('graphsync-link-button', 'Add a property', '+ Add a property', () => {
      this.put(NEW_PROPERTY).focus();
    });
    const head = element('header', '', element('strong', '', 'Properties'), this.other);
    this.root.append(head, this.list, this.add, this.text, this.problem);
    this.draw();
  }

  /** Returns the schema that is written here; says what is wrong where there is none. */
  read(): { schema: Schema | undefined } | undefined {
    const read = this.text.hidden ? this.readCards() : this.readText();
    this.say('problem' in read ? read.problem : '');
    return 'problem' in read ? undefined : read;
  }

  private turn(): void {
    const read = this.read();
    if (read) {
      this.schema = read.schema;
      this.text.hidden = !this.text.hidden;
      this.draw();
    }
  }

  private draw(): void {
    const isTable = this.text.hidden;
    this.other.textContent = isTable ? 'Edit as JSON' : 'Edit as a table';
    this.other.setAttribute('aria-label', this.other.textContent);
    this.list.hidden = !isTable;
    this.add.hidden = !isTable;
    this.text.value = JSON.stringify(this.schema ?? { type: 'object' }, undefined, 2);
    this.cards = [];
    this.list.replaceChildren();
    readSpecs(this.schema).forEach((spec) => this.put(spec));
  }

  private put(spec: PropertySpec): PropertyCard {
    const card: PropertyCard = new PropertyCard(spec, () => {
      this.cards = this.cards.filter((other) => other !== card);
      card.root.remove();
      this.add.focus();
    });
    this.cards.push(card);
    this.list.append(card.root);
    return card;
  }

  private readCards(): { schema: Schema | undefined } | { problem: string } {
    const specs: PropertySpec[] = [];
    for (const card of this.cards) {
      const spec = card.read();
      if ('problem' in spec) {
        return spec;
      }
      if (specs.some(({ propertyId }) => propertyId === spec.propertyId)) {
        return { problem: `There are two properties “${spec.propertyId}”; rename or remove one.` };
      }
      specs.push(spec);
    }
    return { schema: writeSpecs(this.schema, specs) };
  }

  private readText(): { schema: Schema } | { problem: string } {
    try {
      const schema: unknown = JSON.parse(this.text.value);
      return isSchema(schema)
        ? { schema }
        : { problem: 'A schema is a JSON object, such as {"type": "object"}.' };
    } catch (error) {
      return { problem: `This is not JSON: ${(error as Error).message}` };
    }
  }

  private say(problem: string): void {
    this.problem.textContent = problem;
  }
}
