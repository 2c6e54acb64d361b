/** What others may execute; the ids of commands that do an action of the view are made from it. */
export const COMMANDS = {
  open: 'graphsync:open',
  new: 'graphsync:new',
  save: 'graphsync:save',
  end: 'graphsync:end-session',
  copyId: 'graphsync:copy-session-id',
  addNode: 'graphsync:add-node',
  link: 'graphsync:link',
  arrange: 'graphsync:arrange',
  chooseLayout: 'graphsync:choose-layout',
  more: 'graphsync:more',
  refresh: 'graphsync:refresh-sessions',
  export: 'graphsync:export'
} as const;
