import type { OidcConfig } from '../schema.ts'
import { httpsIssuer, pins, shaped, uuid } from './answers.ts'
import { definePreset } from './preset.ts'

// Names that only the inside of a cluster can resolve.
const inside = /^https:\/\/(kubernetes\.default(\.svc(\.cluster\.local)?)?|localhost)(:\d+)?\/?$/

function keysBy(answer: (name: string) => string): Partial<OidcConfig> {
  if (answer('keys') === 'uploaded') return { keySource: 'uploaded', jwks: answer('jwks') }
  if (answer('keys') !== 'token_review') return { keySource: 'discovery' }
  const certificateAuthority = answer('certificateAuthority')
  return { keySource: 'token_review', apiServer: answer('apiServer'), ...(certificateAuthority !== '' && { certificateAuthority }) }
}

export const kubernetes = definePreset({
  id: 'kubernetes',
  name: 'Kubernetes',
  description: 'Pods of one service account, in any cluster: EKS, GKE, AKS or your own.',
  icon: 'kubernetes',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer of the cluster',
      help: [
        'What the cluster writes into its tokens: kubectl get --raw /.well-known/openid-configuration',
        'EKS: aws eks describe-cluster --name shop --query cluster.identity.oidc.issuer --output text',
        'GKE: https://container.googleapis.com/v1/projects/PROJECT/locations/LOCATION/clusters/CLUSTER',
        'AKS: az aks show --name shop --resource-group shop --query oidcIssuerProfile.issuerUrl --output tsv; the slash at its end counts',
      ].join('\n'),
      placeholder: 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF0123456789',
      required: true,
      control: 'text',
      problem: httpsIssuer,
    },
    {
      name: 'namespace',
      label: 'Namespace',
      help: 'One, to the letter.',
      placeholder: 'shop',
      required: true,
      control: 'text',
      problem: shaped(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be the name of one namespace'),
    },
    {
      name: 'serviceAccount',
      label: 'Service account',
      help: 'That of the cluster, which the pods run as.',
      placeholder: 'checkout',
      required: true,
      control: 'text',
      problem: shaped(
        /^(?=.{1,160}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
        'must be the name of one service account',
      ),
    },
    {
      name: 'uid',
      label: 'UID of the service account',
      help: 'Then one that is deleted and made again has to be trusted again: kubectl get serviceaccount checkout --output jsonpath={.metadata.uid}',
      placeholder: '0192c5a1-7a3b-4000-8000-000000000001',
      required: false,
      control: 'text',
      problem: uuid,
    },
    {
      name: 'keys',
      label: 'Can this server reach the issuer?',
      help: 'Of EKS, GKE and AKS it can; an issuer such as https://kubernetes.default.svc.cluster.local answers inside its cluster alone.',
      required: true,
      control: 'select',
      options: [
        { value: 'discovery', label: 'Yes: its keys are fetched from it' },
        { value: 'uploaded', label: 'No, nothing of the cluster: I upload its keys' },
        { value: 'token_review', label: 'No, but its API server: that is asked about each token (TokenReview)' },
      ],
    },
    {
      name: 'apiServer',
      label: 'API server',
      help: 'Its address as this server reaches it: kubectl config view --minify --output jsonpath={.clusters[0].cluster.server}',
      placeholder: 'https://api.cluster.example.com:6443',
      required: true,
      control: 'text',
      askedWhen: { field: 'keys', is: ['token_review'] },
      problem: httpsIssuer,
    },
    {
      name: 'certificateAuthority',
      label: 'Certificate authority of the cluster',
      help: 'What this prints: kubectl get configmap kube-root-ca.crt --output jsonpath={.data.ca\\.crt}',
      placeholder: '-----BEGIN CERTIFICATE-----',
      required: false,
      control: 'text_area',
      askedWhen: { field: 'keys', is: ['token_review'] },
    },
    {
      name: 'jwks',
      label: 'Key set',
      help: 'What this prints: kubectl get --raw /openid/v1/jwks',
      placeholder: '{"keys": [ … ]}',
      required: true,
      control: 'text_area',
      askedWhen: { field: 'keys', is: ['uploaded'] },
    },
  ],
  teaches: [
    'The token comes from a projected volume made for this server: a pod then holds one token for the cluster and another one for us.',
    'Tokens that the cluster itself or a cloud is the audience of are refused.',
    'TokenReview asks the API server about each login, so the token of a deleted pod is refused at once. Somebody must be allowed to review: a reviewer that the operator of this server names, or the workload itself, bound to system:auth-delegator.',
    'Whoever may create pods in the namespace can run them as the service account.',
    'A pod gets the same token until most of its life is over, so a token may be used more than once.',
    'A namespace or an account that is deleted and made again has the same name: the UID tells them apart.',
  ],
  draft(answer) {
    const [issuer, keys] = [answer('issuer'), answer('keys')]
    if (keys === 'discovery' && inside.test(issuer))
      return [{ field: 'keys', message: 'must be uploaded or left to the API server: this issuer answers inside the cluster alone' }]
    return {
      issuer,
      subjects: [`system:serviceaccount:${answer('namespace')}:${answer('serviceAccount')}`],
      claims: pins(['/kubernetes.io/namespace', answer('namespace')], ['/kubernetes.io/serviceaccount/uid', answer('uid')]),
      ...keysBy(answer),
      singleUse: 'off',
    }
  },
})
