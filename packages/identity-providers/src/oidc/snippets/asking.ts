import type { SnippetPlace } from '@bonafide/core'
import type { OidcConfig } from '../schema.ts'

/** What a snippet of a token issuer is made of. */
export interface Asking {
  config: Pick<OidcConfig, 'issuer' | 'audiences' | 'subjects'>
  place: SnippetPlace
}

/** The audience to ask for: the address of this server where it is one of them. */
export const audienceOf = ({ config: { audiences }, place: { serverUrl } }: Asking): string =>
  audiences.includes(serverUrl) ? serverUrl : (audiences[0] ?? serverUrl)

/** The first subject that stands for nobody else. */
export const exactSubject = ({ config: { subjects } }: Pick<Asking, 'config'>): string | undefined =>
  subjects.find((one) => !one.includes('*'))

/** The parts of the first subject that has the form; a `*` among them says nothing. */
export function partsOfSubject({ config: { subjects } }: Asking, form: RegExp): Record<string, string> {
  const groups = subjects.map((subject) => form.exec(subject)?.groups).find((one) => one !== undefined) ?? {}
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined && value !== '*'))
}
