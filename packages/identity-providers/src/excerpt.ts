/** The beginning of a text that others wrote. Cut between the halves of a character it would be no text any more, and no database would keep it. */
export const excerpt = (text: string, maxLength: number): string => text.slice(0, maxLength).toWellFormed()
