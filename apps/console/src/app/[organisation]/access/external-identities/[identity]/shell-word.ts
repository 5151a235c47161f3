/** A word for a POSIX shell: quoted unless there is nothing in it to misunderstand. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
