import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { limitExchanges } from '../exchange/exchange.ts'
import { parse, text, uuid } from '../parse.ts'

const input = z.object({ organisationId: uuid, personaId: text(64), secret: text(256), resource: text(600).min(1) })

/**
 * What the metadata endpoint of a simulated machine answers: the token of its managed identity. It is there while the demo workspace is, and
 * for whoever was told the endpoint's secret; to all others there is nothing.
 */
export async function readManagedIdentityToken(wanted: unknown, context: Context): Promise<Record<string, string>> {
  await limitExchanges(context)
  const { organisationId, personaId, secret, resource } = parse(input, wanted)
  const token = await context.lab?.managedIdentityToken(personaId, organisationId, secret, resource)
  if (!token || !(await context.stores.lab.find(organisationId)).serviceAccount) throw notFound('simulated machine')
  return token
}
