import { readLab, readLabCommands, removeLab, sendPersonaLogin, startLab } from '@bonafide/core'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    lab: (_, __, { domain }) => readLab(domain),
    labCommands: (_, { personaId }, { domain }) => readLabCommands({ personaId }, domain),
  },
  Lab: {
    // Where it is off there is no Lab to ask.
    enabled: () => true,
    serviceAccount: ({ serviceAccount }, _, { load }) => (serviceAccount === null ? null : load.account(serviceAccount.id)),
    identities: async ({ identities }, _, { load }) => {
      const found = await Promise.all(identities.map(({ id }) => load.identity(id)))
      return found.filter((identity) => identity !== null)
    },
    app: ({ app }, _, { load }) => (app === null ? null : load.app(app.id)),
    personas: ({ personas }) => [...personas],
  },
  Mutation: {
    startLab: (_, __, { domain }) => payload(async () => ({ lab: await startLab(domain) })),
    removeLab: (_, __, { domain }) => payload(() => removeLab(domain)),
    sendPersonaLogin: (_, { input }, { domain }) =>
      payload(async () => {
        const { exchange, tokenPreview } = await sendPersonaLogin(input, domain)
        return { exchange, outcome: exchange.outcome, code: exchange.code, tokenPreview }
      }),
  },
}
