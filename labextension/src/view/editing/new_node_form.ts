import type { ViewContext } from '../context';
import { button, element } from '../dom';
import type { Point } from '../geometry';
import type { Anchor } from '../menu/anchor';
import { Chooser } from '../menu/chooser';
import { Popup } from '../menu/popup';
import { counted, shorten } from '../text';
import type { TypeChoices } from './type_choices';

/** Where a node is wanted, as whose child, and beside what it is asked for. */
export interface NewNodePlace {
  readonly parentId?: string;
  readonly at?: Point;
  readonly anchor: Anchor;
}

export interface NewNodes {
  readonly names: readonly string[];
  readonly blueprintTypeId: string;
}

const MOST_NAMES = 500;

/** Asks in a small popup what a new node is called and of which type it is; Enter adds it. */
export class NewNodeForm {
  private readonly popup: Popup;
  private readonly name = element('input', 'graphsync-input');
  private readonly type: Chooser;
  private readonly problem = element('p', 'graphsync-form-problem');

  /** With `names` their number is said, and only their type is asked for. */
  constructor(
    context: ViewContext,
    private readonly types: TypeChoices,
    place: NewNodePlace,
    private readonly add: (nodes: NewNodes) => void,
    private readonly names?: readonly string[]
  ) {
    const title = titleOf(context, place.parentId, names);
    const { anchor } = place;
    const home = context.host.root;
    this.popup = new Popup(context.root, { role: 'dialog', label: title, anchor, home });
    this.type = new Chooser({
      label: 'Type',
      placeholder: 'Type',
      find: (text) => types.find(text),
      swatch: (text) => types.colorOf(text),
      chosen: () => this.say(''),
      resized: () => this.popup.place()
    });
    this.type.text = types.titleOf(types.first);
    this.build(title);
    this.popup.place();
    const first = names ? this.type.field : this.name;
    first.focus();
    first.select();
  }

  private build(title: string): void {
    const form = element('form', 'graphsync-new-node');
    form.noValidate = true;
    const submit = button('graphsync-button', 'Add', 'Add', () => undefined);
    submit.type = 'submit';
    this.name.type = 'text';
    this.name.placeholder = 'Name';
    this.name.setAttribute('aria-label', 'Name');
    this.problem.setAttribute('role', 'alert');
    form.append(element('strong', '', title));
    form.append(...(this.names ? [] : [this.name]));
    const label = element('span', 'graphsync-form-label', 'Type');
    label.setAttribute('aria-hidden', 'true');
    form.append(element('div', 'graphsync-form-row', label, this.type.root));
    form.append(this.problem, submit);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    form.addEventListener('keydown', (event) => this.key(event, form));
    form.addEventListener('input', () => this.say(''));
    this.popup.root.append(form);
  }

  private submit(): void {
    const names = this.names ?? [this.name.value.trim()];
    const blueprintTypeId = this.types.named(this.type.text);
    const problem = this.problemOf(names, blueprintTypeId);
    if (problem) {
      return this.say(problem);
    }
    this.types.remember(blueprintTypeId);
    this.popup.close();
    this.add({ names, blueprintTypeId });
  }

  private problemOf(names: readonly string[], typeId: string): string | undefined {
    if (names.some((name) => name === '')) {
      this.name.focus();
      return 'A node needs a name.';
    }
    return typeId === ''
      ? 'A node needs a type: choose one or write a new one.'
      : this.types.problem(typeId);
  }

  private say(problem: string): void {
    if (this.problem.textContent !== problem) {
      this.problem.textContent = problem;
      this.popup.place();
    }
  }

  /** Tab goes around in here: out of it, one would lose what one has written. */
  private key(event: KeyboardEvent, form: HTMLElement): void {
    if (event.key === 'Tab') {
      const stops = [...form.querySelectorAll<HTMLElement>('input, button')];
      const edge = event.shiftKey ? stops[0]! : stops[stops.length - 1]!;
      if (edge === event.target) {
        (event.shiftKey ? stops[stops.length - 1]! : stops[0]!).focus();
        event.preventDefault();
      }
    }
  }
}

/** The lines of a text, as names of nodes; nothing where they are none, or too many. */
export function namesOf(text: string): string[] | undefined {
  const names = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  return names.length > 0 && names.length <= MOST_NAMES ? names : undefined;
}

function titleOf(
  { scene }: ViewContext,
  parentId: string | undefined,
  names: readonly string[] | undefined
): string {
  const what = names ? counted(names.length, 'new node') : 'New node';
  const parent = parentId === undefined ? undefined : scene.replica.nodes.get(parentId);
  const title = parent ? `${what} under ${shorten(parent.name)}` : what;
  return names && names.length > 1 ? `${title}, one for each line` : title;
}
