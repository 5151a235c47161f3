/**
 * One record of RFC 4180. A cell that a spreadsheet would take for a formula, or that begins with what it skips, gets an apostrophe in front:
 * names in it were chosen by others. So does what follows a semicolon or a tab, where many countries' spreadsheets begin the next cell, quotes or not.
 */
export const csvRecord = (cells: readonly (string | null)[]): string => `${cells.map((cell) => quoted(harmless(cell ?? ''))).join(',')}\r\n`

const harmless = (text: string): string => text.replaceAll(/(^|[;\t\r\n])(?=[=+\-@\t\r\n])/g, "$1'")
const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
