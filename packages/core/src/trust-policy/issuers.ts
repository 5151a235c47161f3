import * as z from 'zod'

/** Somebody who vouches for workloads that a configuration trusts. */
export interface Voucher {
  /** Where the configuration names it, as a JSON pointer. */
  pointer: string
  /** What an allow-list may call it; one of them is enough. */
  names: readonly string[]
}

/** One label of a host or one name: never a dot, a slash, a colon or a user, so that a wildcard cannot reach beyond its place. */
const label = /^[A-Za-z0-9_-]+$/

/** Whether an entry of an allow-list means this issuer. Compared byte by byte, a `*` standing for exactly one label. */
export function allows(entry: string, issuer: string): boolean {
  const [before = '', after, more] = entry.split('*')
  if (after === undefined) return entry === issuer
  if (more !== undefined || issuer.length <= before.length + after.length) return false
  if (!issuer.startsWith(before) || !issuer.endsWith(after)) return false
  return label.test(issuer.slice(before.length, issuer.length - after.length))
}

/** The vouchers that an allow-list does not name. An empty list allows everybody. */
export function notAllowed(vouchers: readonly Voucher[], allowedIssuers: readonly string[]): Voucher[] {
  if (allowedIssuers.length === 0) return []
  return vouchers.filter(({ names }) => !names.some((name) => allowedIssuers.some((entry) => allows(entry, name))))
}

/**
 * One entry: the URL of an issuer, in which `*` may stand for the first label of the host, with two more behind it; or, for platforms whose
 * issuers have no URL, a name such as `aws:111122223333`, in which `*` may stand for what comes last.
 */
export const issuerEntry = z
  .string()
  .max(300, 'must be at most 300 characters')
  .transform((text) => text.trim())
  .refine((text) => problemOf(text) === undefined, { error: (issue) => problemOf(String(issue.input).trim()) ?? 'must be an issuer' })

function problemOf(text: string): string | undefined {
  if (text === '') return 'must not be empty'
  if (!/^[\x21-\x7e]+$/.test(text)) return 'must be visible characters without blanks'
  if (/^https?:/i.test(text)) return problemOfUrl(text)
  const [, name] = /^[a-z][a-z-]*:(.+)$/.exec(text) ?? []
  if (name === undefined) return 'must be the URL of an issuer, or a name such as aws:111122223333'
  if (/^https?:/i.test(name)) return name.includes('*') ? 'may hold * in names without a URL alone' : problemOfUrl(name)
  return name === '*' || label.test(name)
    ? undefined
    : 'must be a name such as aws:111122223333, in which * may stand for all of the last part'
}

function problemOfUrl(text: string): string | undefined {
  const wildcards = text.split('*').length - 1
  if (wildcards > 1 || (wildcards === 1 && !/^https?:\/\/\*(\.[a-z0-9-]+){2,}(:\d+)?(\/|$)/.test(text)))
    return 'may hold one *, as the whole first label of the host, with at least two labels behind it'
  // What is compared is what tokens carry, so it must be written in the one way in which a URL is.
  const whole = text.replace('*', 'a')
  if (!URL.canParse(whole)) return 'must be a URL such as https://token.actions.githubusercontent.com'
  const url = new URL(whole)
  if (url.username !== '' || url.password !== '' || /[?#%\\@]/.test(text)) return 'must have no user, query, fragment or encoded characters'
  return url.href === whole || url.href === `${whole}/` ? undefined : `must be written as it is compared: ${url.href.replace(/\/$/, '')}`
}
