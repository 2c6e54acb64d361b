const ENDING = /\.graphsync$/;

/**
 * The title that a session takes with its file's new path: the file's name, as it had the name of
 * the old one; nothing where somebody gave it a title, or the name stays.
 */
export function titleAfterMove(title: string, from: string, to: string): string | undefined {
  const next = titleOfFile(to);
  return title === titleOfFile(from) && next !== title ? next : undefined;
}

function titleOfFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(ENDING, '');
}
