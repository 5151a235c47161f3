import { checkIssuer, listIssuerHealth, readIssuerHealth } from '@bonafide/core'
import { connectionOfArray } from '../base/connection.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    issuerHealth: async (_, page, { domain }) =>
      connectionOfArray(await listIssuerHealth(domain), page, { list: 'issuer_health', keyOf: ({ identity }) => identity.id }),
  },
  ExternalIdentity: {
    issuerHealth: ({ id }, _, { domain }) => readIssuerHealth({ identityId: id }, domain),
  },
  IssuerHealth: {
    id: ({ identity }) => identity.id,
    identity: ({ identity }, _, { load }) => load.identity(identity.id),
    place: ({ record }) => record?.place || null,
    askedAt: ({ record }) => record?.askedAt ?? null,
    answeredAt: ({ record }) => record?.answeredAt ?? null,
    failingSince: ({ record }) => record?.failingSince ?? null,
    milliseconds: ({ record }) => record?.milliseconds ?? null,
    keyCount: ({ record }) => record?.keyCount ?? null,
    unusableKeyCount: ({ record }) => record?.unusableKeyCount ?? null,
    weakKeyCount: ({ record }) => record?.weakKeyCount ?? null,
    algorithms: ({ record }) => record?.algorithms ?? null,
    keysSince: ({ record }) => record?.keysSince ?? null,
    certificateEndsAt: ({ record }) => record?.certificateEndsAt ?? null,
  },
  Mutation: {
    checkIssuer: (_, { input }, { domain }) => payload(async () => ({ issuerHealth: await checkIssuer(input, domain) })),
  },
  IssuerHealthLevel: { OK: 'ok', WARNING: 'warning', DANGER: 'danger', UNKNOWN: 'unknown' },
  IssuerHealthCode: {
    ISSUER_UNREACHABLE: 'issuer_unreachable',
    ISSUER_LEAKS_KEY: 'issuer_leaks_key',
    CERTIFICATE_ENDS: 'certificate_ends',
    UPLOADED_KEYS_OLD: 'uploaded_keys_old',
    CLOCK_OFF: 'clock_off',
    MANY_KEYS: 'many_keys',
    WEAK_KEYS: 'weak_keys',
  },
}
