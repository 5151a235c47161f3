/** What an identity asks for, what somebody showed, and whether they agree. */
export interface CheckRow {
  label: string
  passed: boolean
  expected: string
  received: string
}

/** What would make the one who was shown trusted: a value for a field of the form. */
export interface CheckSuggestion {
  field: string
  value: string
  /** What pressing it does. */
  label: string
}

/** How the rules of a form judge what was pasted, or the sentence that says why it cannot be read. Nobody is asked: it proves nothing. */
export type Check =
  | { rows: CheckRow[]; suggestions: CheckSuggestion[]; problem?: undefined }
  | { rows?: undefined; suggestions?: undefined; problem: string }

/** The values of a form, valid or not. */
export type FormValues = Readonly<Record<string, unknown>>

/** The texts of a list field, whatever stands there. */
export const listIn = (values: FormValues, name: string): string[] => {
  const value = values[name]
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

export const textIn = (values: FormValues, name: string): string => {
  const value = values[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** Texts for one line of people's attention. */
export function inOneLine(texts: readonly string[], none: string): string {
  if (texts.length === 0) return none
  const shown = texts.slice(0, 3).join(', ')
  return texts.length > 3 ? `${shown} and ${texts.length - 3} more` : shown
}
