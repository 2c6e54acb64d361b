/** The layouts that compute a place for every node they are given. */
export type Algorithm = 'layered' | 'tree' | 'tree-right' | 'radial' | 'force' | 'circle';

/** `new` is the one that only gives places to nodes that have none yet. */
export type LayoutName = Algorithm | 'new';

export interface LayoutChoice {
  readonly name: LayoutName;
  readonly title: string;
  readonly hint: string;
}

/** What people can choose from, in the order in which menus show it. */
export const LAYOUTS: readonly LayoutChoice[] = [
  { name: 'layered', title: 'Layers', hint: 'Links lead downwards, with few crossings' },
  { name: 'tree', title: 'Tree, downwards', hint: 'Children below their parent' },
  {
    name: 'tree-right',
    title: 'Tree, to the right',
    hint: 'Children to the right of their parent'
  },
  { name: 'radial', title: 'Tree, in rings', hint: 'Children in a ring around their parents' },
  {
    name: 'force',
    title: 'Forces',
    hint: 'What is linked comes near, everything else moves apart'
  },
  { name: 'circle', title: 'Circle', hint: 'All on one circle, with linked nodes near each other' },
  {
    name: 'new',
    title: 'Only what is new',
    hint: 'Nodes without a shared place get one beside their relations; nothing else moves'
  }
];
