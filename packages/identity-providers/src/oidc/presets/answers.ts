import { webUrl } from '../issuer-url.ts'
import { hasInvisible } from '../subject.ts'

type Problem = (answer: string) => string | undefined

/** Takes what has a form; the sentence says which. */
export const shaped =
  (form: RegExp, message: string): Problem =>
  (answer) =>
    form.test(answer) && !hasInvisible(answer) ? undefined : message

/** A number that a platform gives and never gives again. */
export const numeric = shaped(/^[1-9]\d{0,18}$/, 'must be a number: digits alone')

const uuidForm = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** Written as platforms write it in tokens: in small letters. */
export const uuid = shaped(new RegExp(`^${uuidForm}$`), 'must be a UUID in small letters, such as 0192c5a1-7a3b-7000-8000-000000000001')

const hostForm = /^(?=.{1,200}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/

export const host = shaped(hostForm, 'must be a host name alone, in small letters: tokens.example.com')

/** An issuer over TLS, written as it is compared. */
export const httpsIssuer: Problem = (answer) =>
  answer.startsWith('https://') ? webUrl.safeParse(answer).error?.issues[0]?.message : 'must begin with https://'

// git-check-ref-format(1), and no quotation marks, which rules do not take, nor % signs, which platforms encode in several ways.
const refForm = /^[^\s~^:?*[\]\\"%]{1,200}$/u

/** The name of a branch or tag, without `refs/heads/` before it. */
export const gitName: Problem = (answer) => {
  if (/^refs\//.test(answer)) return 'must be the name alone, without refs/heads/ or refs/tags/'
  const parts = answer.split('/')
  const isNamed = parts.every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.') && !part.endsWith('.lock'))
  if (!refForm.test(answer) || hasInvisible(answer) || !isNamed || answer.includes('..') || answer.includes('@{'))
    return 'must be the name of one branch or tag, to the letter; a * does not stand for several'
  return undefined
}

/** `a branch`, `a tag` … as the parts of a ref: `refs/heads/main`, or everything that is a branch or tag with at most one slash. */
export function refsOf(kind: string, name: string): string[] {
  if (kind === 'branch') return [`refs/heads/${name}`]
  if (kind === 'tag') return [`refs/tags/${name}`]
  return ['refs/heads/*', 'refs/heads/*/*', 'refs/tags/*', 'refs/tags/*/*']
}

/** Rules for those answers that were given: `pins(['project_id', '123'], ['namespace_id', ''])` → `project_id = 123`. */
export const pins = (...pairs: readonly (readonly [claim: string, value: string])[]): string[] =>
  pairs.filter(([, value]) => value !== '').map(([claim, value]) => `${claim} = ${value}`)
