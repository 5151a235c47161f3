import type { Runtime } from '@bonafide/core'
import { createOidcIssuer, deriveIssuerKey } from '@bonafide/stand-ins'
import type { Derive } from './derive.ts'
import { accepted, refused, rowOf, type SimulatedPlatform } from './platform.ts'
import { type TokenPersona, tokenLogin } from './token-persona.ts'

// Two clusters at one cloud: the same host, and each an issuer of its own.
const host = 'oidc.eks.eu-central-1.amazonaws.com'
const issuer = `https://${host}/id/0000DEMO0000SHOP`
const otherIssuer = `https://${host}/id/0000DEMO000OTHER`
const audience = 'https://bonafide.example'
const subject = 'system:serviceaccount:shop:checkout'
const uid = '00000000-1ab0-4000-8000-000000000001'
const lifetimeSeconds = 3600

interface KubernetesPersona extends TokenPersona {
  /** True where another cluster signs. */
  isElsewhere?: boolean
}

const personas: readonly KubernetesPersona[] = [
  {
    id: 'kubernetes-pod',
    provider: 'oidc',
    title: 'A pod of the service account checkout',
    story: 'The cluster gives each pod a token of its service account; this one was made for this server and nobody else.',
    expects: accepted,
  },
  {
    id: 'kubernetes-other-namespace',
    provider: 'oidc',
    title: 'A pod of the same account name in another namespace',
    story: 'Names of accounts are free in every namespace: the namespace is part of the subject, and this one is not trusted.',
    expects: refused('subject_not_trusted'),
    claims: {
      sub: 'system:serviceaccount:sandbox:checkout',
      'kubernetes.io': inCluster('sandbox', '00000000-1ab0-4000-8000-000000000002'),
    },
  },
  {
    id: 'kubernetes-made-anew',
    provider: 'oidc',
    title: 'A service account that was deleted and made again',
    story: 'It has the old name and is another one: the cluster has given it another uid, and the identity asks for the first.',
    expects: refused('claim_mismatch'),
    claims: { 'kubernetes.io': inCluster('shop', '00000000-1ab0-4000-8000-000000000009') },
  },
  {
    id: 'kubernetes-other-cluster',
    provider: 'oidc',
    title: 'The same names in another cluster',
    story: 'Whoever has a cluster can name things as they like; it signs under its own issuer, which nobody here trusts.',
    expects: refused('issuer_not_allowed'),
    isElsewhere: true,
  },
  {
    id: 'kubernetes-api-token',
    provider: 'oidc',
    title: 'The token that every pod has',
    story: 'It is made for the API server of the cluster, and whoever sees it there must not be able to use it here.',
    expects: refused('audience_mismatch'),
    claims: { aud: ['https://kubernetes.default.svc'] },
  },
  {
    id: 'kubernetes-legacy-token',
    provider: 'oidc',
    title: 'An old token out of a Secret',
    story: 'Before projected tokens there were some that never end; a token without an end is not accepted at all.',
    expects: refused('token_expired'),
    claims: { iss: 'kubernetes/serviceaccount', aud: undefined, exp: undefined, iat: undefined, nbf: undefined, jti: undefined },
  },
]

/** Kubernetes: clusters that sign for their service accounts, at a cloud that publishes their keys. */
export const simulatedKubernetes = (derive: Derive, { now }: Pick<Runtime, 'now'>): SimulatedPlatform => ({
  name: 'Kubernetes',
  personas,
  standsInFor: (asked) => asked === host,
  open(organisationId) {
    const clusterOf = (name: string) => {
      const key = deriveIssuerKey(derive(`kubernetes ${organisationId} signing key of ${name}`, 32))
      return createOidcIssuer({ issuer: name, key, now: () => new Date(now()), keepsRequests: false })
    }
    const [cluster, elsewhere] = [clusterOf(issuer), clusterOf(otherIssuer)]
    return {
      identities: [
        {
          provider: 'oidc',
          name: 'demo-kubernetes',
          description: 'Belongs to the Lab: trusts the simulated pods of one service account of one cluster.',
          config: {
            issuer,
            audiences: [audience],
            subjects: [subject],
            claims: ['/kubernetes.io/namespace = shop', `/kubernetes.io/serviceaccount/uid = ${uid}`],
          },
        },
      ],
      fetch: (input, init) => (String(input).startsWith(`${otherIssuer}/`) ? elsewhere : cluster).fetch(input, init),
      async login(personaId, target) {
        const persona = rowOf(personas, personaId)
        return tokenLogin(persona, target, { issuer: persona.isElsewhere ? elsewhere : cluster, claims: pod, lifetimeSeconds, now: now() })
      },
    }
  },
})

/** What a projected token says of its pod. Source: Kubernetes, "Managing Service Accounts". */
function inCluster(namespace: string, serviceAccountUid: string) {
  return {
    namespace,
    node: { name: 'node-1', uid: '00000000-1ab0-4000-8000-00000000000a' },
    pod: { name: 'checkout-5d8f', uid: '00000000-1ab0-4000-8000-00000000000b' },
    serviceaccount: { name: 'checkout', uid: serviceAccountUid },
  }
}

const pod = { sub: subject, aud: [audience], 'kubernetes.io': inCluster('shop', uid) }
