import type { Moment } from '../../core';
import type { MenuItem } from '../menu/menu_item';
import { shorten } from '../text';

export interface MomentDeeds {
  go(seq: number): void;
  /** Asks for a name of the moment where one is. */
  name(): void;
  forget(seq: number): void;
}

/** The list of moments with a name, and what can be done about the one where one is. */
export function momentItems(
  moments: readonly Moment[],
  at: number,
  canWrite: boolean,
  timeOf: (moment: Moment) => string,
  deeds: MomentDeeds
): MenuItem[] {
  const here = moments.find(({ seq }) => seq === at);
  const lines = moments.map((moment): MenuItem => ({
    label: shorten(moment.name, 60),
    hint: moment.name,
    keys: timeOf(moment),
    icon: 'flag',
    isChecked: moment === here,
    run: () => deeds.go(moment.seq)
  }));
  const changes: MenuItem[] = [
    {
      label: here ? 'Rename this moment…' : 'Name this moment…',
      icon: 'rename',
      isDisabled: !canWrite,
      run: () => deeds.name()
    },
    ...(here
      ? [
          {
            label: `Forget the name “${shorten(here.name)}”`,
            icon: 'remove' as const,
            isDisabled: !canWrite,
            run: () => deeds.forget(here.seq)
          }
        ]
      : [])
  ];
  return lines.length > 0 ? [...changes, 'line', ...lines] : changes;
}
