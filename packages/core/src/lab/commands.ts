import type { Context } from '../context.ts'
import { requireExchangeReader } from '../exchange/list.ts'
import { parse } from '../parse.ts'
import { loginTarget, requireDemoAccount, requireLab, requirePersona } from './require.ts'
import { personaInput } from './send.ts'

/** The same login as a persona's, for a terminal. */
export interface LabCommands {
  /** One request with a proof of this moment; two for a persona who sends its proof twice. */
  curl: string
  /** The command that a workload would run, with the simulated credentials as its environment. */
  cli: string
  /** Until when the proof inside `curl` is fresh. The command makes a new one each time. */
  validUntil: Date
}

/** How to do by hand what a persona does. Both give real tokens of the simulated account, so this takes the right to make one. */
export async function readLabCommands(input: unknown, context: Context): Promise<LabCommands> {
  requireExchangeReader(context)
  const lab = requireLab(context)
  const persona = requirePersona(parse(personaInput, input).personaId, lab)
  const account = await requireDemoAccount(context)
  const login = await lab.login(persona.id, loginTarget(account, context))
  const { publicUrl } = context.settings
  const url = `${publicUrl}/api/v1/auth/${context.providers[persona.provider].alias}`
  const curl = login.bodies.map((body) => `curl -sS ${quoted(url)} -H 'content-type: application/json' -d ${quoted(JSON.stringify(body))}`)
  const { environment, words } = login.command ?? { environment: {}, words: ['lab', 'exchange', '--persona', persona.id] }
  const variables = Object.entries({ BONAFIDE_HOST: publicUrl, ...environment }).map(([name, value]) => `${name}=${quoted(value)}`)
  return {
    curl: curl.join('\n'),
    cli: [...variables, 'bonafide', ...words.map(quoted)].join(' '),
    validUntil: new Date(login.validUntil),
  }
}

/** A word for a POSIX shell. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
