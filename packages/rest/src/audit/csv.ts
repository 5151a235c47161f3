/**
 * One record of RFC 4180. A cell that a spreadsheet would take for a formula, or that begins with what it skips, gets an apostrophe in front:
 * names in it were chosen by others.
 */
export const csvRecord = (cells: readonly (string | null)[]): string => `${cells.map((cell) => quoted(harmless(cell ?? ''))).join(',')}\r\n`

const harmless = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)
const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
