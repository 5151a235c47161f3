import * as z from 'zod'
import type { Context } from '../context.ts'
import { isDomainError } from '../errors.ts'
import { type Attempt, beginAttempt } from '../exchange/attempt.ts'
import { exchange, type Granted, limitExchanges } from '../exchange/exchange.ts'
import { requireExchangeReader } from '../exchange/list.ts'
import type { Exchange } from '../exchange/store.ts'
import { parse, text } from '../parse.ts'
import { newId } from '../runtime.ts'
import type { Persona } from './lab.ts'
import { loginTarget, requireDemoAccount, requireLab, requirePersona } from './require.ts'

export const personaInput = z.object({ personaId: text(64) })

/** What became of a persona's login. */
export interface PersonaOutcome {
  exchange: Exchange
  /** The beginning of the token; the whole of it is given to nobody. */
  tokenPreview: string | null
}

/** Sends a persona to log in. From its proof on, this is an exchange like any other: limits, judgement, row and token are real. */
export async function sendPersonaLogin(input: unknown, context: Context): Promise<PersonaOutcome> {
  requireExchangeReader(context)
  const lab = requireLab(context)
  const persona = requirePersona(parse(personaInput, input).personaId, lab)
  const account = await requireDemoAccount(context)
  const { bodies } = await lab.login(persona.id, loginTarget(account, context))
  let attempt: Attempt | undefined
  let granted: Granted | undefined
  for (const body of bodies) {
    const caller = callerOf(context)
    await limitExchanges(caller)
    attempt = beginAttempt(context.providers[persona.provider], caller)
    granted = await trade(persona, body, attempt, caller)
  }
  const row = attempt && (await context.stores.exchanges.find(account.organisationId, attempt.id))
  if (!row) throw new Error(`the login of ${persona.id} left no exchange`)
  return { exchange: row, tokenPreview: granted ? previewOf(granted.token) : null }
}

/** Nobody yet, from where the administrator sits. */
const callerOf = (context: Context): Context => ({
  ...context,
  actor: { kind: 'anonymous' },
  request: { id: `req_${newId(context.runtime).replaceAll('-', '')}`, ip: context.request.ip, userAgent: 'bonafide lab' },
})

/** A refusal is what many personas are for: its row tells of it. */
async function trade({ provider }: Persona, body: unknown, attempt: Attempt, caller: Context): Promise<Granted | undefined> {
  try {
    return await exchange(caller.providers[provider], body, caller, attempt)
  } catch (error) {
    if (isDomainError(error)) return undefined
    throw error
  }
}

const previewOf = (token: string): string => `${token.slice(0, 'pss_service:v2:'.length + 4)}…`
