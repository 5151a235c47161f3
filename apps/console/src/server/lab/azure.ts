import { timingSafeEqual } from 'node:crypto'
import type { Runtime } from '@bonafide/core'
import { createEntra, deriveSigningKey, type Entra, type EntraTokenKind, type EntraVersion, type SigningKey } from '@bonafide/stand-ins'
import { isEntraHost } from '../outbound/platform-hosts.ts'
import type { Derive } from './derive.ts'
import { accepted, type PersonaRow, refused, rowOf, type SimulatedPlatform } from './platform.ts'

// Ids as Microsoft's documentation makes them up: nobody's.
const tenantId = 'aaaabbbb-0000-cccc-1111-dddd2222eeee'
const otherTenantId = 'bbbbcccc-1111-dddd-2222-eeee3333ffff'
const resource = 'https://management.azure.com/'
const otherResource = 'https://vault.azure.net'
const lifetimeSeconds = 86_400

interface AzurePersona extends PersonaRow {
  version?: EntraVersion
  kind?: EntraTokenKind
  tenantId?: string
  audience?: string
  isUnlisted?: boolean
  /** How long ago its token was issued. */
  issuedSecondsAgo?: number
  /** True where the endpoint of a machine gives out such a token. */
  isOfMachine?: boolean
}

const personas: readonly AzurePersona[] = [
  {
    id: 'azure-managed-identity',
    provider: 'azure_entra',
    title: 'VM with a managed identity',
    story: 'The machine asks Azure for a token, and tenant and object id in it are the ones that the identity trusts.',
    expects: accepted,
    isOfMachine: true,
  },
  {
    id: 'azure-managed-identity-v2',
    provider: 'azure_entra',
    title: 'The same machine with a version 2 token',
    story: 'Entra writes tokens in two versions with issuers and keys of their own; both are accepted.',
    expects: accepted,
    version: '2.0',
    isOfMachine: true,
  },
  {
    id: 'azure-other-tenant',
    provider: 'azure_entra',
    title: 'A machine in another tenant',
    story: 'Anybody can make a tenant: a token of another one is refused before its signature is looked at.',
    expects: refused('issuer_not_allowed'),
    tenantId: otherTenantId,
    isOfMachine: true,
  },
  {
    id: 'azure-unlisted',
    provider: 'azure_entra',
    title: 'A machine of the tenant that is not listed',
    story: 'Entra vouches for it, but being in the tenant is not enough: its object id is not among the trusted ones.',
    expects: refused('principal_not_trusted'),
    isUnlisted: true,
    isOfMachine: true,
  },
  {
    id: 'azure-expired',
    provider: 'azure_entra',
    title: 'A token from the day before yesterday',
    story: 'Tokens of managed identities live for a day; this one is older.',
    expects: refused('token_expired'),
    issuedSecondsAgo: 2 * lifetimeSeconds,
    isOfMachine: true,
  },
  {
    id: 'azure-wrong-audience',
    provider: 'azure_entra',
    title: 'A token for Key Vault',
    story: 'The caller is the right one, but its token was made for another service and might have been taken there.',
    expects: refused('audience_mismatch'),
    audience: otherResource,
    isOfMachine: true,
  },
  {
    id: 'azure-person',
    provider: 'azure_entra',
    title: "A person's token",
    story: 'Somebody tries with the token of az login: the identity lets workloads in and no people.',
    expects: refused('token_type_not_allowed'),
    kind: 'user',
  },
]

/** Azure: an Entra that issues tokens under the names of the real one, and publishes the keys that they are signed with. */
export function simulatedAzure(derive: Derive, { now }: Pick<Runtime, 'now'>): SimulatedPlatform {
  const made = new Map<number, Promise<SigningKey>>()
  const keys = (index: number) => {
    const key = made.get(index) ?? deriveSigningKey(derive('azure signing keys', 32), `entra ${index}`)
    made.set(index, key)
    return key
  }
  return {
    name: 'Azure',
    personas,
    standsInFor: isEntraHost,
    open(organisationId) {
      const entra = createEntra({ now: () => new Date(now()), keys, keepsRequests: false })
      // Object ids are each organisation's own, so that nobody's demo token opens another one's demo workspace.
      const idOf = (what: string) => `00000000-1ab0-4000-8000-${derive(`azure ${organisationId} ${what}`, 6).toString('hex')}`
      const tokenOf = (row: AzurePersona, audience = row.audience ?? resource) => issue(row, audience, idOf, entra, now())
      const secretOf = (personaId: string) => derive(`azure ${organisationId} identity header of ${personaId}`, 32).toString('hex')
      // The tenant is known before anybody asks for its keys.
      const ready = Promise.all([entra.addTenant(tenantId), entra.addTenant(otherTenantId)])
      ready.catch(() => undefined)
      return {
        identities: [
          {
            provider: 'azure_entra',
            name: 'demo-azure',
            description: 'Belongs to the Lab: trusts a simulated managed identity.',
            config: { tenantId, resource, allowedServicePrincipalIds: [idOf('listed')] },
          },
        ],
        fetch: async (input, init) => {
          await ready
          return entra.fetch(input, init)
        },
        async login(personaId, { organisationId, serviceAccountId, publicUrl }) {
          const row = rowOf(personas, personaId)
          const { token, expiresAt } = await tokenOf(row)
          const jwt = Buffer.from(token, 'utf8').toString('base64')
          const endpoint = `${publicUrl}/api/v1/lab/managed-identity/${organisationId}/${personaId}`
          return {
            bodies: [{ account: { type: 'service', id: serviceAccountId }, azureEntra: { jwt } }],
            validUntil: expiresAt,
            command: row.isOfMachine
              ? {
                  environment: { AZURE_CLIENT_ID: '', IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: secretOf(personaId) },
                  words: [...words(serviceAccountId), ...(row.audience ? ['--azure-resource', row.audience] : [])],
                }
              : null,
          }
        },
        async managedIdentityToken(personaId, secret, asked) {
          const row = personas.find(({ id }) => id === personaId)
          if (!row?.isOfMachine || !isSame(secret, secretOf(personaId))) return null
          const { token, expiresAt } = await tokenOf(row, asked)
          return {
            access_token: token,
            expires_on: String(Math.floor(expiresAt / 1000)),
            resource: asked,
            token_type: 'Bearer',
            client_id: idOf('application'),
          }
        },
      }
    },
  }
}

const words = (serviceAccountId: string) => [
  ...['auth', '--mode', 'azure', '--service-account-id', serviceAccountId],
  ...['--azure-source', 'managed-identity', '--no-store'],
]

async function issue(row: AzurePersona, audience: string, idOf: (what: string) => string, entra: Entra, now: number) {
  const issuedAt = now - (row.issuedSecondsAgo ?? 0) * 1000
  const subscription = '/subscriptions/00000000-1ab0-4000-8000-000000000000'
  const token = await entra.issueToken({
    tenantId: row.tenantId ?? tenantId,
    version: row.version,
    kind: row.kind,
    oid: idOf(row.isUnlisted ? 'unlisted' : 'listed'),
    applicationId: idOf('application'),
    resourceId: `${subscription}/resourcegroups/demo/providers/Microsoft.Compute/virtualMachines/web-prod`,
    audience,
    issuedAt: new Date(issuedAt),
    lifetimeSeconds,
  })
  return { token, expiresAt: issuedAt + lifetimeSeconds * 1000 }
}

function isSame(received: string, expected: string): boolean {
  const [left, right] = [Buffer.from(received), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
