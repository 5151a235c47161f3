/** The address of a folder of an environment; each name is one part of it, whatever characters it holds. */
export const folderAddress = (environmentAddress: string, folder: string): string =>
  environmentAddress +
  folder
    .split('/')
    .filter(Boolean)
    .map((name) => `/${encodeURIComponent(name)}`)
    .join('')

/** The folder that an address names: its parts as Next.js gives them, still encoded. */
export const folderOf = (parts: readonly string[] | undefined): string => `/${(parts ?? []).map(decodePart).join('/')}`

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
