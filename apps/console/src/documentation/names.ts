export const indexFile = 'README.md'

/** Of a file of `docs/`, its place in addresses; empty for the index. */
export const slugOf = (file: string): string => (file === indexFile ? '' : file.replace(/\.md$/, ''))
