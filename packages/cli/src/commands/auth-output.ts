import { appendFileSync } from 'node:fs'
import type { TokenDocument } from '../api.ts'
import { Failure, usage } from '../failure.ts'
import { shellQuote } from '../formats.ts'
import type { Invocation } from '../invocation.ts'
import { reasonOf } from '../private-file.ts'
import { readToken } from '../token.ts'

export interface HandOverFlags {
  store: boolean
  githubEnv?: boolean
}

/** Gives the token away instead of storing it, where that was asked for. False: it is to be stored. */
export function handOver(document: TokenDocument, host: string, flags: HandOverFlags, invocation: Invocation): boolean {
  const asEnv = invocation.flags.output === 'env'
  if (flags.githubEnv) toGithub(document, host, invocation)
  if (asEnv) invocation.terminal.result(exportLines(document, host, invocation))
  else if (!flags.store) invocation.terminal.result(`${tokenDocument(document)}\n`)
  return asEnv || flags.githubEnv === true || !flags.store
}

/** The server's reply with two-space indent and sorted members, as scripts for the existing command expect it. */
function tokenDocument({ authentication }: TokenDocument): string {
  const sorted = Object.fromEntries(Object.entries(authentication).sort(([left], [right]) => (left < right ? -1 : 1)))
  return JSON.stringify({ authentication: sorted }, null, 2)
}

/** Lines for `eval`. The host is among them when the shell does not have it already. */
function exportLines({ authentication }: TokenDocument, host: string, { environment }: Invocation): string {
  const hostLine = environment.host === host ? '' : `export BONAFIDE_HOST=${shellQuote(host)}\n`
  return `export BONAFIDE_TOKEN=${shellQuote(authentication.token)}\n${hostLine}`
}

/** GitHub Actions: first the masks, so that no later line of the log shows the token, then the variables for the steps that follow. */
function toGithub({ authentication }: TokenDocument, host: string, { environment, terminal }: Invocation): void {
  const file = environment.githubEnvFile
  if (file === undefined) throw usage('--github-env works in a step of GitHub Actions only: GITHUB_ENV is not set.')
  const { parts } = readToken(authentication.token)
  const secrets = [authentication.token, authentication.bearerToken, ...(parts ? [parts.value, parts.share0, parts.wrapKey] : [])]
  for (const secret of secrets) terminal.result(`::add-mask::${secret}\n`)
  try {
    appendFileSync(file, `BONAFIDE_TOKEN=${authentication.token}\nBONAFIDE_HOST=${host}\n`)
  } catch (cause) {
    throw new Failure('unexpected', 'The file of GITHUB_ENV cannot be written.', { why: reasonOf(cause), code: 'file_unwritable', cause })
  }
}
