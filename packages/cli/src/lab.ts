import * as z from 'zod'
import type { Api } from './api.ts'
import { exchangeFields, exchangeSchema } from './exchanges.ts'
import { Failure } from './failure.ts'
import { ask } from './graphql.ts'

const personaSchema = z.object({
  id: z.string(),
  provider: z.string(),
  title: z.string(),
  story: z.string(),
  expects: z.object({ outcome: z.enum(['ACCEPTED', 'REFUSED']), code: z.string().nullable() }),
})
/** Somebody who logs in, or tries to, in the Lab of a server. */
export type LabPersona = z.output<typeof personaSchema>

const personasSchema = z
  .object({ data: z.object({ lab: z.object({ personas: z.array(personaSchema) }).nullable() }), errors: z.never().optional() })
  .transform(({ data }) => data.lab?.personas)

const sentSchema = z
  .object({
    data: z.object({
      sendPersonaLogin: z.object({
        exchange: exchangeSchema.nullable(),
        tokenPreview: z.string().nullable(),
        userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
      }),
    }),
  })
  .transform(({ data }) => data.sendPersonaLogin)

/** Everybody whom the server's Lab can send to log in. */
export async function listPersonas(api: Api): Promise<LabPersona[]> {
  const query = '{ lab { personas { id provider title story expects { outcome code } } } }'
  const personas = await ask(api, { query }, personasSchema)
  if (personas) return personas
  throw new Failure('refused', 'The Lab is off on this server.', {
    fix: 'Set BONAFIDE_LAB=1 for the server and restart it',
    code: 'lab_off',
  })
}

/** Sends a persona to log in; answers the exchange, refused or not, and the beginning of its token. */
export async function sendPersonaLogin(api: Api, personaId: string) {
  const query = `mutation($input: SendPersonaLoginInput!) { sendPersonaLogin(input: $input) {
    exchange {${exchangeFields} } tokenPreview userErrors { code message } } }`
  const { exchange, tokenPreview, userErrors } = await ask(api, { query, variables: { input: { personaId } } }, sentSchema)
  if (exchange) return { exchange, tokenPreview }
  const [error] = userErrors
  throw new Failure('invalid', error?.message ?? 'The login was not sent.', {
    fix: error?.code === 'conflict' ? 'Load the demo workspace in the console, under Lab' : undefined,
    code: error?.code.toLowerCase(),
  })
}
